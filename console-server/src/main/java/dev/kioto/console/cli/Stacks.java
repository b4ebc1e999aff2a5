package dev.kioto.console.cli;

import dev.kioto.console.api.StackFrame;

/// Stacks as text.
final class Stacks {

  private Stacks() {}

  /// A frame as the JDK writes it.
  static String frame(StackFrame frame) {
    var module = frame.module() == null ? "" : frame.module() + "/";
    var place = frame.file() == null ? "Unknown Source"
        : frame.line() == null ? frame.file() : frame.file() + ":" + frame.line();
    return module + frame.className() + "." + frame.method() + "(" + place + ")";
  }
}
