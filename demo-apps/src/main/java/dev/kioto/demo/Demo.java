package dev.kioto.demo;

import dev.kioto.runtime.Runtime;

/// A program to look at. Its tasks run until the runtime shuts down.
interface Demo {

  /// What it is called on the command line: lower case, no blanks.
  String name();

  /// What there is to see, in one line.
  String description();

  /// Spawns the demo's tasks and returns.
  void start(Runtime runtime, Load load);
}
