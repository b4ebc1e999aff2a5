package dev.kioto.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What readers and writers do with buffers, without allocation.
final class Bytes {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOWEST_BITS = 0x0101010101010101L; // of each byte
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private Bytes() {}

  /// Moves what there is and fits.
  ///
  /// @return how many bytes
  static int move(ByteBuffer from, ByteBuffer into) {
    int n = Math.min(from.remaining(), into.remaining());
    into.put(into.position(), from, from.position(), n);
    into.position(into.position() + n);
    from.position(from.position() + n);
    return n;
  }

  /// Where a byte is.
  ///
  /// @return how many bytes are before it, from the position on; -1 when it is not in the buffer
  static int find(ByteBuffer in, byte wanted) {
    if (in.hasArray()) {
      return find(in.array(), in.arrayOffset() + in.position(), in.remaining(), wanted);
    }
    int from = in.position();
    int to = in.limit();
    for (int i = from; i < to; i++) {
      if (in.get(i) == wanted) {
        return i - from;
      }
    }
    return -1;
  }

  // Eight bytes at a time: a byte of `differs` is zero where the wanted one is, and then the lowest bit of `found` is in it.
  private static int find(byte[] in, int from, int length, byte wanted) {
    long wantedAtAll = Byte.toUnsignedLong(wanted) * LOWEST_BITS;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long differs = (long) LONGS.get(in, from + i) ^ wantedAtAll;
      long found = (differs - LOWEST_BITS) & ~differs & HIGHEST_BITS;
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; i < length; i++) {
      if (in[from + i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// Guards a loop against a writer that breaks its contract.
  ///
  /// @param n the answer of a write of a buffer that is not empty
  /// @throws UncheckedIOException when it is 0, which would be asked for ever
  static void checkWritten(long n, AsyncWrite writer) {
    if (n == 0) {
      throw AsyncChannel.failed(writer, "write", new IOException("pollWrite wrote none of the bytes there were"));
    }
  }

  /// Refuses to pass over more than there is.
  ///
  /// @throws IllegalArgumentException when `n` is negative or above `available`
  static void checkConsumed(int n, long available) {
    if (n < 0 || n > available) {
      throw new IllegalArgumentException("consume(" + n + "): there are " + available + " bytes");
    }
  }

  /// Refuses a limit that is none.
  ///
  /// @throws IllegalArgumentException when it is negative
  static int checkLimit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit in bytes must not be negative, but is " + limit);
    }
    return limit;
  }

  /// Refuses a capacity without room.
  ///
  /// @throws IllegalArgumentException when it is below 1
  static int checkCapacity(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity of a buffer must be at least 1 byte, but is " + capacity);
    }
    return capacity;
  }

  /// What is behind a buffer, for a seek.
  ///
  /// @throws UnsupportedOperationException when it has no position
  static AsyncSeek seekable(Object behind, Object buffer) {
    if (behind instanceof AsyncSeek seekable) {
      return seekable;
    }
    throw new UnsupportedOperationException(buffer + " cannot seek: what is behind it is no AsyncSeek");
  }

  /// Closes what is behind a reader or a writer, where that can be.
  static void close(Object io) {
    if (io instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw AsyncChannel.failed(io, "close", e);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw AsyncChannel.failed(io, "close", new IOException(e));
      }
    }
  }
}
