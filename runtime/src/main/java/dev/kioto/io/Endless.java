package dev.kioto.io;

import dev.kioto.future.Context;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Readers and writers of nothing. They take budget, so that a loop over one gives way. After Tokio's `io/util/{empty,repeat,sink}.rs`.
final class Endless {
  private Endless() {}

  /// See [Io#empty].
  static final class Empty implements AsyncBufRead {
    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      if (!into.hasRemaining()) {
        return 0;
      }
      return cx.takeBudget() ? END : PENDING;
    }

    @Override
    public @Nullable ByteBuffer pollFillBuf(Context cx) {
      return cx.takeBudget() ? EMPTY : null;
    }

    @Override
    public void consume(int n) {
      Bytes.checkConsumed(n, 0);
    }

    @Override
    public String toString() {
      return "Empty";
    }
  }

  /// See [Io#repeat].
  static final class Repeat implements AsyncRead {
    private static final int PIECE = 1024;

    private final byte[] piece = new byte[PIECE];

    Repeat(byte value) {
      Arrays.fill(piece, value);
    }

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      int n = into.remaining();
      if (n == 0) {
        return 0;
      }
      if (!cx.takeBudget()) {
        return PENDING;
      }
      while (into.hasRemaining()) {
        into.put(piece, 0, Math.min(PIECE, into.remaining()));
      }
      return n;
    }

    @Override
    public String toString() {
      return "Repeat";
    }
  }

  /// See [Io#sink].
  static final class Sink implements AsyncWrite {
    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      int n = from.remaining();
      if (n == 0) {
        return 0;
      }
      if (!cx.takeBudget()) {
        return PENDING;
      }
      from.position(from.limit());
      return n;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }

    @Override
    public String toString() {
      return "Sink";
    }
  }
}
