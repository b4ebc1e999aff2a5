package dev.kioto.console.cli;

/// What the commands end with.
final class ExitStatus {
  /// Done.
  static final int OK = 0;
  /// Something that was started failed: a program, the window, a port that could not be opened.
  static final int FAILED = 1;
  /// Of `diagnose`: it has done what it was asked for, and has found something.
  static final int FOUND = 1;
  /// The command line itself is wrong.
  static final int USAGE = 2;
  /// Nobody answers where a console server or a program was expected, or it is something else.
  static final int UNREACHABLE = 3;
  /// The console server answered that the request is wrong: a filter that does not parse, a target it does not know.
  static final int REFUSED = 4;

  private ExitStatus() {}
}
