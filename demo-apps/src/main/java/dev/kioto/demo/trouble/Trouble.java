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

  /// The settings that the program needs, where the defaults will not do. It has two workers unless it says otherwise.
  default void configure(RuntimeBuilder builder, Variant variant) {}

  /// Spawns the tasks and returns; they run until the runtime shuts down. Called inside the runtime.
  void start(Runtime runtime, Variant variant);
}
