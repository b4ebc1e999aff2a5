package dev.kioto.sync;

import java.io.Serial;

/// Thrown to a receiver of a [Broadcast] channel that has fallen so far behind that messages were overwritten before it
/// received them. The receiver stays usable: its next receive gets the oldest message that the channel still has.
public final class LaggedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  private final long skipped;

  LaggedException(long skipped, int capacity) {
    super(skipped + " messages were overwritten before they were received: the channel keeps " + capacity
        + "; the next receive gets the oldest of these");
    this.skipped = skipped;
  }

  /// How many messages the receiver has missed since its last receive, at least 1.
  public long skipped() {
    return skipped;
  }
}
