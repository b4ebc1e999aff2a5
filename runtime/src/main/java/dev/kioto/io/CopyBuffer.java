package dev.kioto.io;

import dev.kioto.future.Context;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What is copied one way, from a reader to a writer. The polling thread, but for [#copied]. Follows Tokio's `io/util/copy.rs`.
final class CopyBuffer {
  /*
   *    0 ... start ... end ... capacity
   *            [ to be   )[ room    )
   *              written
   *
   * While the writer has no room the reader is read ahead, up to the capacity. While the reader has nothing and all is written, the
   * writer is flushed: the other side may be waiting for just these bytes before it answers.
   *
   * A buffer of which nothing was said begins small, on the heap. A copy that keeps filling it gets a large one outside of the heap,
   * which the system reads and writes without a copy of its own. There are only so many of those, and they are used again: copies
   * beyond that stay small.
   */
  static final int SMALL = 8 * 1024;
  static final int LARGE = 128 * 1024; // a guess
  private static final int FULL_BEFORE_LARGE = 4; // reads that fill the small one; a guess
  private static final int MOST_LARGE = 128;

  private static final AtomicInteger LARGE_ONES = new AtomicInteger();
  private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

  private final AsyncRead reader;
  private final AsyncWrite writer;
  private final boolean mayGrow;

  private ByteBuffer buffer;
  private int start;
  private int end;
  private int full; // reads that filled the buffer
  private boolean large;
  private boolean ended;
  private boolean needsFlush;

  // Written by the polling thread; a moment old for others.
  private volatile long copied;

  CopyBuffer(AsyncRead reader, AsyncWrite writer) {
    this.reader = reader;
    this.writer = writer;
    this.mayGrow = true;
    this.buffer = ByteBuffer.allocate(SMALL);
  }

  CopyBuffer(AsyncRead reader, AsyncWrite writer, int capacity) {
    this.reader = reader;
    this.writer = writer;
    this.mayGrow = false;
    this.buffer = ByteBuffer.allocate(Bytes.checkCapacity(capacity));
  }

  /// How many bytes were written.
  long copied() {
    return copied;
  }

  /// Copies what can be copied now.
  ///
  /// @return whether all was, up to the end, and is flushed
  boolean poll(Context cx) {
    while (cx.takeBudget()) {
      boolean waits = !fill(cx);
      if (start == end && (waits || ended)) {
        boolean flushed = flush(cx);
        if (ended && flushed) {
          return true;
        }
        cx.restoreBudget();
        return false;
      }
      if (!drain(cx)) {
        fill(cx);
        cx.restoreBudget();
        return false;
      }
    }
    return false;
  }

  // Whether the reader need not be waited for.
  private boolean fill(Context cx) {
    if (ended || end == buffer.capacity()) {
      return true;
    }
    if (end == 0) {
      grow();
    }
    int n = reader.pollRead(cx, buffer.limit(buffer.capacity()).position(end));
    if (n == AsyncRead.PENDING) {
      return false;
    }
    if (n == AsyncRead.END) {
      ended = true;
    } else {
      end += n;
      full = end == buffer.capacity() ? full + 1 : 0;
    }
    return true;
  }

  // Whether all that was read is written.
  private boolean drain(Context cx) {
    buffer.limit(end).position(start);
    while (start < end) {
      int n = writer.pollWrite(cx, buffer);
      if (n == AsyncWrite.PENDING) {
        return false;
      }
      Bytes.checkWritten(n, writer);
      start += n;
      needsFlush = true;
      added(n);
    }
    start = 0;
    end = 0;
    return true;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void added(int n) {
    copied += n;
  }

  private boolean flush(Context cx) {
    if (needsFlush && writer.pollFlush(cx)) {
      needsFlush = false;
    }
    return !needsFlush;
  }

  private void grow() {
    if (!mayGrow || large || full < FULL_BEFORE_LARGE) {
      return;
    }
    full = 0;
    var bigger = takeLarge();
    if (bigger != null) {
      buffer = bigger;
      large = true;
    }
  }

  private static @Nullable ByteBuffer takeLarge() {
    var free = FREE.poll();
    if (free != null) {
      return free;
    }
    if (LARGE_ONES.incrementAndGet() > MOST_LARGE) {
      LARGE_ONES.decrementAndGet();
      return null;
    }
    try {
      return ByteBuffer.allocateDirect(LARGE);
    } catch (OutOfMemoryError _) { // of the memory outside of the heap: it goes without
      LARGE_ONES.decrementAndGet();
      return null;
    }
  }

  /// The copy is over, or given up. What was read and not written is lost.
  void release() {
    if (large) {
      large = false;
      FREE.add(buffer);
    }
    buffer = AsyncBufRead.EMPTY;
    ended = true;
  }

  @Override
  public String toString() {
    return reader + " to " + writer + ", " + copied + " bytes so far";
  }
}
