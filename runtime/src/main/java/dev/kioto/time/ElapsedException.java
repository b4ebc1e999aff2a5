package dev.kioto.time;

import java.io.Serial;

/// Thrown by a future whose time is up; see [Time#timeout].
public final class ElapsedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  public ElapsedException(String message) {
    super(message);
  }
}
