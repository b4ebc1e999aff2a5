package dev.kioto.codec;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import dev.kioto.io.AsyncWrite;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A target that takes as many bytes as a test allows, a few at a time, and then waits. One thread.
final class SlowTarget implements AsyncWrite, AutoCloseable {
  private final int atATime;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable Waker waiting;
  private int room;
  int flushes;
  boolean shutDown;
  boolean closed;

  SlowTarget(int atATime) {
    this.atATime = atATime;
  }

  void allow(int more) {
    room += more;
    var waker = waiting;
    waiting = null;
    if (waker != null) {
      waker.wake();
    }
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    int n = Math.min(from.remaining(), Math.min(room, atATime));
    if (n == 0) {
      waiting = cx.waker();
      return PENDING;
    }
    for (int i = 0; i < n; i++) {
      bytes.write(from.get());
    }
    room -= n;
    return n;
  }

  @Override
  public boolean pollFlush(Context cx) {
    flushes++;
    return true;
  }

  @Override
  public boolean pollShutdown(Context cx) {
    shutDown = true;
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
