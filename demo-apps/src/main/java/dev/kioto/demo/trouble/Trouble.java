package dev.kioto.demo.trouble;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;

/// Something that goes wrong in programs, as a program that shows it within a second, and as its healthy twin.
public interface Trouble {

  /// The diagnosis that it has, by the id that the console knows it by.
  String id();

  /// What to look at in the console, in one line.
  String look();

  /// What the sick program does, and what is wrong with that.
  String sick();

  /// What the twin does in its place.
  String healthy();

  /// Whether there is a program of future tasks.
  default boolean hasFuture() {
    return true;
  }

  /// Whether there is a program of direct tasks.
  default boolean hasDirect() {
    return true;
  }

  /// Whether there is a program of plain virtual threads, which know nothing of Kioto.
  default boolean hasVirtual() {
    return false;
  }

  /// The settings that the program needs, where the defaults will not do. It has two workers unless it says otherwise.
  default void configure(RuntimeBuilder builder, Variant variant) {}

  /// Spawns the tasks and returns; they run until the runtime shuts down. Called inside the runtime.
  void start(Runtime runtime, Variant variant);

  /// Starts the plain virtual threads and returns; they run until they are interrupted. Called by a task of the runtime, so that they are
  /// on its scheduler, as those of a whole program are under `kioto run`.
  ///
  /// @throws UnsupportedOperationException when there is no such program
  default void startVirtual(boolean healthy) {
    throw new UnsupportedOperationException("'" + id() + "' does not happen to plain virtual threads");
  }
}
