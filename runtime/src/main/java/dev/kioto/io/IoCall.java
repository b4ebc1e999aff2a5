package dev.kioto.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One call of a non-blocking channel.
///
/// @param <C> the type of the channel
/// @param <T> the type of the answer
@FunctionalInterface
public interface IoCall<C, T> {
  /// Calls, without blocking.
  ///
  /// @return null when it would have blocked
  @Nullable T call(C channel) throws IOException;
}
