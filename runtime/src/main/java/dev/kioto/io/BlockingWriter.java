package dev.kioto.io;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// An [OutputStream] that blocks, as one to be awaited: a daemon thread of its own writes, at most 64 KiB at a time, and ends when
/// there has been nothing to write for ten seconds. No runtime waits for that thread.
///
/// A write is done when its bytes were handed over: a flush says that they were written, or throws what went wrong. So does the next
/// write. One task writes at a time. Works outside a runtime as well. After Tokio's `io/blocking.rs`.
public final class BlockingWriter implements AsyncWrite, AutoCloseable {
  private final Lane lane;
  private final boolean closes;
  private final Waits.Wait polling = new Waits.Wait();

  // Guarded by the lock of the lane: what was handed over last, until its end was told.
  private @Nullable Chunk last;

  /// @param name what the stream is called in messages, by its `toString`
  public BlockingWriter(OutputStream stream, Object name) {
    this(new Lane(stream, name, new StreamThread("kioto-write-" + name)), true);
  }

  /// One of several that write to the same stream.
  ///
  /// @param closes whether a shutdown closes the stream
  BlockingWriter(Lane lane, boolean closes) {
    this.lane = lane;
    this.closes = closes;
  }

  private static final class Chunk {
    // Both guarded by the lock of the lane.
    private boolean done;
    private @Nullable Throwable failure;
  }

  /// A stream, whose writers take turns: what one hands over is written as a whole, one chunk after the other.
  static final class Lane {
    /*
     *   free -> BUSY   // a writer hands over a chunk
     *   BUSY -> free   // whoever executes has written it, or failed; the chunk is done, and all who wait are woken
     *
     * With the lock, as is the list of those who wait: for a chunk of theirs to be done, or for the lane to be free.
     */
    private static final int CHUNK = 64 * 1024; // a guess: as much as a pipe of Linux holds

    private final OutputStream stream;
    private final Object name;
    private final Executor executor;
    private final BriefLock lock = new BriefLock();

    // Guarded by the lock, but the content of the array while busy, which is the executor's.
    private final Waits waits = new Waits();
    private byte[] bytes = {};
    private boolean busy;
    private boolean closed;

    /// @param executor runs each piece of work, or throws; never on the calling thread
    Lane(OutputStream stream, Object name, Executor executor) {
      this.stream = stream;
      this.name = name;
      this.executor = executor;
    }

    private void start(Chunk chunk, int n) {
      try {
        executor.execute(() -> write(chunk, n));
      } catch (Throwable e) {
        over(chunk, null).forEach(Uncaught::wake);
        throw e;
      }
    }

    // On whatever executes.
    private void write(Chunk chunk, int n) {
      Throwable failed = null;
      try {
        stream.write(bytes, 0, n);
        stream.flush();
      } catch (Throwable e) {
        failed = e;
      }
      over(chunk, failed).forEach(Uncaught::wake);
      if (isClosed()) {
        closeNow();
      }
    }

    private boolean isClosed() {
      lock.lock();
      try {
        return closed;
      } finally {
        lock.unlock();
      }
    }

    private void closeNow() {
      try {
        stream.close();
      } catch (IOException _) {
        // Nobody is left to be told: what was written was written, or its failure told.
      }
    }

    // A stream may hold a lock while it writes, which its close would wait for.
    private void close() {
      boolean later;
      lock.lock();
      try {
        later = busy || closed;
        closed = true;
      } finally {
        lock.unlock();
      }
      if (!later) {
        closeNow();
      }
    }

    private List<Waker> over(Chunk chunk, @Nullable Throwable failed) {
      lock.lock();
      try {
        busy = false;
        chunk.done = true;
        chunk.failure = failed;
        return waits.takeAll();
      } finally {
        lock.unlock();
      }
    }

    // With the lock, when it is free.
    private int fill(ByteBuffer from) {
      int n = Math.min(from.remaining(), CHUNK);
      if (bytes.length < n) {
        bytes = new byte[n];
      }
      from.get(bytes, 0, n);
      return n;
    }
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return write(cx, from, polling);
  }

  private int write(Context cx, ByteBuffer from, Waits.Wait wait) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return PENDING;
    }
    var chunk = new Chunk();
    int n = PENDING;
    lane.lock.lock();
    try {
      if (pollLast(cx, wait)) {
        if (lane.closed) {
          throw AsyncChannel.failed(lane.name, "write", new ClosedChannelException());
        } else if (lane.busy) {
          lane.waits.add(wait, cx.waker());
        } else {
          n = lane.fill(from);
          lane.busy = true;
          last = chunk;
        }
      }
    } finally {
      lane.lock.unlock();
    }
    if (n == PENDING) {
      cx.restoreBudget();
    } else {
      start(chunk, n, from);
    }
    return n;
  }

  private void start(Chunk chunk, int n, ByteBuffer from) {
    try {
      lane.start(chunk, n);
    } catch (Throwable e) {
      from.position(from.position() - n);
      throw e;
    }
  }

  // With the lock: whether the last chunk is done, and no failure of it is left to be told.
  private boolean pollLast(Context cx, Waits.Wait wait) {
    lane.waits.remove(wait);
    var chunk = last;
    if (chunk == null) {
      return true;
    }
    if (!chunk.done) {
      lane.waits.add(wait, cx.waker());
      return false;
    }
    last = null;
    if (chunk.failure instanceof IOException e) {
      throw AsyncChannel.failed(lane.name, "write", e);
    }
    if (chunk.failure instanceof Error e) {
      throw e;
    }
    if (chunk.failure instanceof RuntimeException e) {
      throw e;
    }
    return true;
  }

  @Override
  public boolean pollFlush(Context cx) {
    return flush(cx, polling);
  }

  private boolean flush(Context cx, Waits.Wait wait) {
    lane.lock.lock();
    try {
      return pollLast(cx, wait);
    } finally {
      lane.lock.unlock();
    }
  }

  /// Flushes, and closes the stream.
  @Override
  public boolean pollShutdown(Context cx) {
    if (!pollFlush(cx)) {
      return false;
    }
    if (closes) {
      close();
    }
    return true;
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return new Write(from);
  }

  @Override
  public Future<@Nullable Void> flush() {
    return new Flush();
  }

  /// Closes the stream, when the write that is under way is over. What comes afterwards fails.
  @Override
  public void close() {
    lane.close();
  }

  private void forget(Waits.Wait wait) {
    lane.lock.lock();
    try {
      lane.waits.remove(wait);
    } finally {
      lane.lock.unlock();
    }
  }

  @Override
  public String toString() {
    return lane.name.toString();
  }

  private abstract class Step<T extends @Nullable Object> implements Future<T> {
    final Waits.Wait wait = new Waits.Wait();

    @Override
    public void drop() {
      forget(wait);
    }
  }

  private final class Write extends Step<Integer> {
    private final ByteBuffer from;

    Write(ByteBuffer from) {
      this.from = from;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      int n = BlockingWriter.this.write(cx, from, wait);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a write to " + lane.name);
    }
  }

  private final class Flush extends Step<@Nullable Void> {
    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      return BlockingWriter.this.flush(cx, wait) ? Poll.ready(null) : Poll.pending();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a flush of " + lane.name);
    }
  }
}
