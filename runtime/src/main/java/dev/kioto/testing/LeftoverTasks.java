package dev.kioto.testing;

/// What is done about tasks that have not ended when a test has.
public enum LeftoverTasks {
  /// They are aborted.
  IGNORE,
  /// They are aborted, and a dump of them is published as a report entry of the test, `kioto.leftover-tasks`.
  REPORT,
  /// They are aborted, and the test fails with a dump of them.
  FAIL
}
