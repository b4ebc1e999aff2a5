package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.IoResource;
import dev.kioto.io.Ready;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The half of a connection that writes. One task at a time. After Tokio's `net/tcp/split_owned.rs`.
///
/// The two halves need not wait for each other, as those of any stream do ([dev.kioto.io.Io#split]), and have what a connection has.
/// The stream is closed when both of its halves are. A half that is closed refuses to be used, by [IllegalStateException].
///
/// @param <S> the type of the stream
public final class OwnedWriteHalf<S extends SocketStream> implements AsyncWrite, IoResource, AutoCloseable {
  private final S stream;
  private final HalvesState state;

  OwnedWriteHalf(S stream, HalvesState state) {
    this.stream = stream;
    this.state = state;
  }

  /// The stream that this is a half of: for its addresses and options.
  public S stream() {
    return stream;
  }

  HalvesState state() {
    return state;
  }

  private S open() {
    if (!state.isInUse(HalvesState.WRITE)) {
      throw new IllegalStateException("the " + this + " is closed, or one with the other half again");
    }
    return stream;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return open().pollWrite(cx, from);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return open().pollShutdown(cx);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return open().write(from);
  }

  @Override
  public long pollWriteVectored(Context cx, ByteBuffer[] from) {
    return open().pollWriteVectored(cx, from);
  }

  @Override
  public Future<Long> writeVectored(ByteBuffer... from) {
    return open().writeVectored(from);
  }

  /// See [SocketStream#tryWrite].
  public int tryWrite(ByteBuffer from) {
    return open().tryWrite(from);
  }

  /// See [SocketStream#writable].
  public Future<Ready> writable() {
    return open().writable();
  }

  /// Makes a stream of its two halves again, see [OwnedReadHalf#reunite].
  public S reunite(OwnedReadHalf<S> other) {
    return other.reunite(this);
  }

  /// Ends the use of this half without ending the writing: the other side sees no end before the stream is closed.
  public void forget() {
    if (state.leave(HalvesState.WRITE) == HalvesState.Left.NOTHING) {
      stream.close();
    }
  }

  /// Ends the writing, by who writes: the other side reads what was written, and then the end. Closing again does nothing.
  ///
  /// @throws java.io.UncheckedIOException when the system reports an error
  @Override
  public void close() {
    switch (state.leave(HalvesState.WRITE)) {
      case AS_BEFORE -> {}
      case NOTHING -> stream.close();
      case OTHER_HALF -> {
        if (stream.channel().isOpen()) {
          stream.writer().end();
        }
      }
    }
  }

  @Override
  public @Nullable Resource resource() {
    return stream.resource();
  }

  @Override
  public String toString() {
    return "writing half of " + stream;
  }
}
