package dev.kioto.sync;

import java.io.Serial;

/// Thrown to who asks a [Semaphore] for permits that was closed, before or while it waited. It got no permit.
public final class SemaphoreClosedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  SemaphoreClosedException() {
    super("the semaphore is closed and gives out no permits any more");
  }
}
