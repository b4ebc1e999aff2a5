package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// Bytes on their way in memory, from one who writes to one who reads: a ring with an end at each side. Follows Tokio's
/// `io/util/mem.rs`, whose one lock is two positions here.
final class Pipe {
  /*
   *          taken                    put
   *            v                       v
   *   ....     [ bytes to be read      )  ....          0 <= put - taken <= capacity
   *
   *     writer: copies into the ring; put += n;   wakes the reader, if it waits
   *     reader: copies out of it;   taken += n;   wakes the writer, if it waits
   *   shutdown: ENDED; wakes the reader           close of the reader: REFUSED; wakes both
   *
   *   a side with nothing to do: leaves its waker; looks again; pending, unless it finds something now
   *
   * No wake-up is lost: a side writes its position (or the end) and then reads the other's waker; the other writes its waker and
   * then reads the position. All four are volatile, hence in one order, so one of the two sees what the other wrote.
   *
   * Happens-before: the bytes are plain. They travel from the write of `put` to its read by the reader, and the room they took back
   * from the write of `taken` to its read by the writer. The ring itself is made by the writer before its first `put`. What was put
   * before the end is seen by who sees the end, as that is read first.
   */

  private static final VarHandle READER = waker("reader");
  private static final VarHandle WRITER = waker("writer");

  private final int capacity;

  // Made by the writer at its first write.
  private byte @Nullable [] ring;

  // Counts of bytes from the start: set by the writer alone, and by the reader alone.
  private volatile long put;
  private volatile long taken;

  // Places in the ring: of the writer alone, and of the reader alone.
  private int putAt;
  private int takeAt;

  // Who waits: set by its side, taken by getAndSet by who wakes.
  private volatile @Nullable Waker reader;
  private volatile @Nullable Waker writer;

  // Each set once, by any thread: nothing more will be put; nothing more will be taken.
  private volatile boolean ended;
  private volatile boolean refused;

  /// @param capacity in bytes
  Pipe(int capacity) {
    this.capacity = capacity;
  }

  private static VarHandle waker(String field) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, Pipe.class, Waker.class);
  }

  // --- the reading side ---

  /// @param of who reads, for messages
  int pollRead(Context cx, ByteBuffer into, Object of) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    int n = take(into, of);
    if (n == 0) {
      leaveReader(cx.waker());
      n = take(into, of);
      if (n == 0) {
        cx.restoreBudget();
        return AsyncRead.PENDING;
      }
      reader = null;
    }
    if (n > 0) {
      wake(WRITER, writer);
    }
    return n;
  }

  @SuppressWarnings("ReferenceEquality") // two wakers of a task are one object
  private void leaveReader(Waker waker) {
    if (reader != waker) {
      reader = waker;
    }
  }

  // How many bytes there were; 0 when there are none yet.
  private int take(ByteBuffer into, Object of) {
    if (refused) {
      throw AsyncChannel.failed(of, "read", new ClosedChannelException());
    }
    boolean noMore = ended; // read before the position
    long start = taken;
    int n = (int) Math.min(put - start, into.remaining());
    var bytes = ring;
    if (n == 0 || bytes == null) {
      return noMore ? AsyncRead.END : 0;
    }
    int first = Math.min(n, capacity - takeAt);
    into.put(bytes, takeAt, first).put(bytes, 0, n - first);
    takeAt = after(takeAt, n);
    taken = start + n;
    return n;
  }

  private int after(int place, int n) {
    return n < capacity - place ? place + n : place + n - capacity;
  }

  /// Nothing more will be read: a write fails from now on.
  void refuse() {
    refused = true;
    wake(READER, reader);
    wake(WRITER, writer);
  }

  // --- the writing side ---

  /// @param of who writes, for messages
  int pollWrite(Context cx, ByteBuffer from, Object of) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncWrite.PENDING;
    }
    int n = put(from, of);
    if (n == 0) {
      leaveWriter(cx.waker());
      n = put(from, of);
      if (n == 0) {
        cx.restoreBudget();
        return AsyncWrite.PENDING;
      }
      writer = null;
    }
    wake(READER, reader);
    return n;
  }

  @SuppressWarnings("ReferenceEquality")
  private void leaveWriter(Waker waker) {
    if (writer != waker) {
      writer = waker;
    }
  }

  // For how many bytes there was room; 0 when there is none yet.
  private int put(ByteBuffer from, Object of) {
    if (refused) {
      throw AsyncChannel.failed(of, "write", new IOException("the other end is closed"));
    }
    if (ended) {
      throw AsyncChannel.failed(of, "write", new IOException("the writing was ended before"));
    }
    long start = put;
    int n = (int) Math.min(capacity - (start - taken), from.remaining());
    if (n == 0) {
      return 0;
    }
    var bytes = ring();
    int first = Math.min(n, capacity - putAt);
    from.get(bytes, putAt, first).get(bytes, 0, n - first);
    putAt = after(putAt, n);
    put = start + n;
    return n;
  }

  private byte[] ring() {
    var bytes = ring;
    if (bytes == null) {
      bytes = new byte[capacity];
      ring = bytes;
    }
    return bytes;
  }

  /// Nothing more will be written: the reader gets what is there, and then the end.
  void end() {
    ended = true;
    wake(READER, reader);
    wake(WRITER, writer);
  }

  // --- both ---

  private void wake(VarHandle slot, @Nullable Waker seen) {
    if (seen != null) {
      var waiting = (Waker) slot.getAndSet(this, (Waker) null);
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  int capacity() {
    return capacity;
  }

  /// How many bytes are on their way; a moment old.
  long buffered() {
    return put - taken;
  }

  boolean isEnded() {
    return ended;
  }

  boolean isRefused() {
    return refused;
  }
}
