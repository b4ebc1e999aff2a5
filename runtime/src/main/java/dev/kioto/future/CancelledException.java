package dev.kioto.future;

import java.io.Serial;

/// Thrown where a task waits, when the task is to end instead: it was aborted, its runtime shuts down, or its thread was
/// interrupted. It unwinds the task through its `finally` blocks; code that catches it should end soon.
///
/// As with [InterruptedException], the interrupt status is clear when this is thrown, so that clean-up code can wait.
public final class CancelledException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  public CancelledException(String message) {
    super(message);
  }
}
