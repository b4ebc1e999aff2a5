package dev.kioto.sync;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Thrown where a channel is over for who uses it. To a sender it says that its message was not sent and can no longer be
/// received; [#unsent] has it. To a receiver, that no message will come.
public final class ChannelClosedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  // Lost when the exception is serialized, since messages need not be serializable.
  private final transient @Nullable Object unsent;

  ChannelClosedException(String message) {
    this(message, null);
  }

  ChannelClosedException(String message, @Nullable Object unsent) {
    super(message);
    this.unsent = unsent;
  }

  /// The message that was not sent, for whoever must free or redirect it. Null where there is none: a receive, a wait for a
  /// free place alone, and a copy made by serialization.
  public @Nullable Object unsent() {
    return unsent;
  }
}
