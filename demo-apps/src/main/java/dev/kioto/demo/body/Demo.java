package dev.kioto.demo.body;

import dev.kioto.runtime.RuntimeBuilder;

/// A program to look at. Its tasks run until they are asked to stop, or the runtime shuts down.
public interface Demo {

  /// What it is called on the command line: lower case, no blanks.
  String name();

  /// What it is and what to look at in the console, in one line.
  String look();

  /// What `--size` counts.
  String sizeOf();

  /// The size where the command line says nothing.
  int standardSize();

  /// The settings that the demo needs, where the defaults will not do.
  default void configure(RuntimeBuilder builder, Load load) {}

  /// Spawns the demo's tasks and returns. Called inside the runtime.
  ///
  /// @throws CannotStart when something is in the way that the user can change
  void start(Stage stage);

  /// Why a demo did not start, and what to do about it, in one sentence.
  final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotStart(String sentence) {
      super(sentence);
    }

    public CannotStart(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }
}
