package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.IoResource;
import dev.kioto.io.Ready;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The half of a connection that reads. One task at a time. After Tokio's `net/tcp/split_owned.rs`.
///
/// The two halves need not wait for each other, as those of any stream do ([dev.kioto.io.Io#split]), and have what a connection has.
/// The stream is closed when both of its halves are. A half that is closed refuses to be used, by [IllegalStateException].
///
/// @param <S> the type of the stream
public final class OwnedReadHalf<S extends SocketStream> implements AsyncRead, IoResource, AutoCloseable {
  private final S stream;
  private final HalvesState state;

  OwnedReadHalf(S stream, HalvesState state) {
    this.stream = stream;
    this.state = state;
  }

  /// The stream that this is a half of: for its addresses and options.
  public S stream() {
    return stream;
  }

  private S open() {
    if (!state.isInUse(HalvesState.READ)) {
      throw new IllegalStateException("the " + this + " is closed, or one with the other half again");
    }
    return stream;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return open().pollRead(cx, into);
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return open().read(into);
  }

  /// See [SocketStream#readVectored].
  public Future<Long> readVectored(ByteBuffer... into) {
    return open().readVectored(into);
  }

  /// See [SocketStream#tryRead].
  public int tryRead(ByteBuffer into) {
    return open().tryRead(into);
  }

  /// See [SocketStream#peek].
  public Future<Integer> peek(ByteBuffer into) {
    return open().peek(into);
  }

  /// See [SocketStream#readable].
  public Future<Ready> readable() {
    return open().readable();
  }

  /// Makes a stream of its two halves again, which are not to be used any more.
  ///
  /// @throws IllegalArgumentException when the other half is of another stream; both stay as they are
  /// @throws IllegalStateException when one of them is closed
  public S reunite(OwnedWriteHalf<S> other) {
    if (other.stream() != stream) {
      throw new IllegalArgumentException("the " + this + " and the " + other + " are of different streams");
    }
    if (other.state() != state || !state.reunite()) {
      throw new IllegalStateException("the " + this + " or its other half is closed");
    }
    return stream;
  }

  /// Ends the use of this half, by who uses it. Closing again does nothing.
  @Override
  public void close() {
    if (state.leave(HalvesState.READ) == HalvesState.Left.NOTHING) {
      stream.close();
    }
  }

  @Override
  public @Nullable Resource resource() {
    return stream.resource();
  }

  @Override
  public String toString() {
    return "reading half of " + stream;
  }
}
