package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The half of a split stream that is read, see [Io#split]. One task or thread at a time, which need not be that of the other half.
///
/// @param <S> the type of the stream
public final class ReadHalf<S extends AsyncRead & AsyncWrite> implements AsyncRead, IoResource, AutoCloseable {
  private final Halves<S> halves;

  ReadHalf(Halves<S> halves) {
    this.halves = halves;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    if (!halves.enter()) {
      cx.defer();
      return PENDING;
    }
    try {
      return halves.stream.pollRead(cx, into);
    } finally {
      halves.leave();
    }
  }

  /// Whether this and another are halves of the same stream.
  public boolean isPairOf(WriteHalf<?> other) {
    return other.isOf(halves);
  }

  /// Puts the halves together again. They are not used any more.
  ///
  /// @return the stream that was split
  /// @throws IllegalArgumentException when they are not of the same stream
  public S unsplit(WriteHalf<S> other) {
    if (!isPairOf(other)) {
      throw new IllegalArgumentException(
          this + " and " + other + " cannot be put together: they are halves of different streams");
    }
    halves.join();
    return halves.stream;
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(halves.stream);
  }

  /// Gives up this half. When both are given up the stream is closed, where it can be. Closing again does nothing.
  @Override
  public void close() {
    halves.close(Halves.READ_CLOSED);
  }

  @Override
  public String toString() {
    return "ReadHalf of " + halves.stream;
  }
}
