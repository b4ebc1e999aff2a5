package dev.kioto.sync;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Thrown to a sender whose message can no longer be received. The message was not sent; [#unsent] has it.
public final class ChannelClosedException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  // Lost when the exception is serialized, since messages need not be serializable.
  private final transient @Nullable Object unsent;

  ChannelClosedException(String message, Object unsent) {
    super(message);
    this.unsent = unsent;
  }

  /// The message that was not sent, for whoever must free or redirect it. Null only in a copy made by serialization.
  public @Nullable Object unsent() {
    return unsent;
  }
}
