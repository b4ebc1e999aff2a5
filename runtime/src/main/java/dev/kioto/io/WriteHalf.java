package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The half of a split stream that is written, see [Io#split]. One task or thread at a time, which need not be that of the other
/// half.
///
/// @param <S> the type of the stream
public final class WriteHalf<S extends AsyncRead & AsyncWrite> implements AsyncWrite, IoResource, AutoCloseable {
  private final Halves<S> halves;

  WriteHalf(Halves<S> halves) {
    this.halves = halves;
  }

  boolean isOf(Halves<?> others) {
    return halves == others;
  }

  private boolean enter(Context cx) {
    if (halves.enter()) {
      return true;
    }
    cx.defer();
    return false;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    if (!enter(cx)) {
      return PENDING;
    }
    try {
      return halves.stream.pollWrite(cx, from);
    } finally {
      halves.leave();
    }
  }

  @Override
  public long pollWriteVectored(Context cx, ByteBuffer[] from) {
    if (!enter(cx)) {
      return PENDING;
    }
    try {
      return halves.stream.pollWriteVectored(cx, from);
    } finally {
      halves.leave();
    }
  }

  @Override
  public boolean pollFlush(Context cx) {
    if (!enter(cx)) {
      return false;
    }
    try {
      return halves.stream.pollFlush(cx);
    } finally {
      halves.leave();
    }
  }

  @Override
  public boolean pollShutdown(Context cx) {
    if (!enter(cx)) {
      return false;
    }
    try {
      return halves.stream.pollShutdown(cx);
    } finally {
      halves.leave();
    }
  }

  @Override
  public @Nullable Resource resource() {
    return IoResource.of(halves.stream);
  }

  /// Gives up this half, without a shutdown. When both are given up the stream is closed, where it can be. Closing again does
  /// nothing.
  @Override
  public void close() {
    halves.close(Halves.WRITE_CLOSED);
  }

  @Override
  public String toString() {
    return "WriteHalf of " + halves.stream;
  }
}
