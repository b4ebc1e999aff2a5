package dev.kioto.io;

import dev.kioto.future.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A reader that has a few bytes at a time, and a writer that takes as few, each only at every other poll: whoever uses them waits at
/// each place where one can.
final class Trickle implements AsyncRead, AsyncWrite, AutoCloseable {
  private final ByteBuffer source;
  private final int atATime;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean readWaits = true;
  private boolean writeWaits = true;

  int flushes;
  int shutdowns;
  int closes;

  Trickle(byte[] source, int atATime) {
    this.source = ByteBuffer.wrap(source);
    this.atATime = atATime;
  }

  static Trickle of(String text, int atATime) {
    return new Trickle(text.getBytes(StandardCharsets.UTF_8), atATime);
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    readWaits = !readWaits;
    if (!readWaits) {
      cx.waker().wake();
      return AsyncRead.PENDING;
    }
    int n = Math.min(atATime, Math.min(source.remaining(), into.remaining()));
    into.put(source.slice(source.position(), n));
    source.position(source.position() + n);
    return n == 0 && into.hasRemaining() ? END : n;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    writeWaits = !writeWaits;
    if (!writeWaits) {
      cx.waker().wake();
      return AsyncWrite.PENDING;
    }
    int n = Math.min(atATime, from.remaining());
    for (int i = 0; i < n; i++) {
      taken.write(from.get());
    }
    return n;
  }

  @Override
  public boolean pollFlush(Context cx) {
    flushes++;
    return true;
  }

  @Override
  public boolean pollShutdown(Context cx) {
    shutdowns++;
    return true;
  }

  byte[] written() {
    return taken.toByteArray();
  }

  String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  /// What was not read.
  String rest() {
    return StandardCharsets.UTF_8.decode(source.duplicate()).toString();
  }

  @Override
  public void close() {
    closes++;
  }

  @Override
  public String toString() {
    return "Trickle";
  }
}
