package dev.kioto.io;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// An [InputStream] that blocks, as one to be awaited: a daemon thread of its own reads when somebody waits, at most as much as is
/// wanted and at most 64 KiB at a time, and ends when nobody has wanted anything for ten seconds. No runtime waits for that thread:
/// one that is stuck in a read holds up no shutdown.
///
/// Any number of tasks may read; each byte goes to one of them. A read that is given up goes on, and what it brings is there for the
/// next one. Works outside a runtime as well. After Tokio's `io/blocking.rs`.
public final class BlockingReader implements AsyncRead, AutoCloseable {
  /*
   *     nothing -> READING             // somebody wants to read, and starts the thread
   *     READING -> bytes, END, failed  // the thread; wakes all who wait
   *       bytes -> bytes, nothing      // somebody takes what fits
   * END, failed -> nothing             // told once; who reads again asks the stream again
   *
   * All with the lock. Who finds nothing, or READING, is in the list before the lock is given back; the thread brings its answer with
   * the lock, and wakes the whole list: nobody waits beside an answer but those who came when another had taken it, and they have
   * started the next read, or found it started.
   */
  private static final int CHUNK = 64 * 1024; // a guess: as much as a pipe of Linux holds
  private static final byte[] EMPTY = {};

  private final InputStream stream;
  private final Object name;
  private final Executor thread;
  private final BriefLock lock = new BriefLock();
  private final Waits.Wait polling = new Waits.Wait();

  // All guarded by the lock, but the content of the array while `reading`, which is the thread's.
  private final Waits waits = new Waits();
  private byte[] chunk = EMPTY;
  private int from;
  private int to;
  private boolean reading;
  private boolean ended;
  private @Nullable Throwable failure;

  /// @param name what the stream is called in messages, by its `toString`
  public BlockingReader(InputStream stream, Object name) {
    this(stream, name, new StreamThread("kioto-read-" + name));
  }

  BlockingReader(InputStream stream, Object name, Executor thread) {
    this.stream = stream;
    this.name = name;
    this.thread = thread;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return poll(cx, into, polling);
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return new Read(into);
  }

  private int poll(Context cx, ByteBuffer into, Waits.Wait wait) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return PENDING;
    }
    int n;
    int wanted = 0;
    lock.lock();
    try {
      waits.remove(wait);
      n = take(into);
      if (n == PENDING) {
        waits.add(wait, cx.waker());
        wanted = reading ? 0 : Math.min(into.remaining(), CHUNK);
        reading = true;
      }
    } finally {
      lock.unlock();
    }
    if (wanted > 0) {
      start(wanted);
    }
    if (n == PENDING) {
      cx.restoreBudget();
    }
    return n;
  }

  // With the lock.
  private int take(ByteBuffer into) {
    if (from < to) {
      int n = Math.min(into.remaining(), to - from);
      into.put(chunk, from, n);
      from += n;
      return n;
    }
    if (failure != null) {
      var failed = failure;
      failure = null;
      throw failed instanceof IOException e ? AsyncChannel.failed(name, "read", e) : rethrown(failed);
    }
    if (ended) {
      ended = false;
      return END;
    }
    return PENDING;
  }

  private static RuntimeException rethrown(Throwable failed) {
    if (failed instanceof Error error) {
      throw error;
    }
    return failed instanceof RuntimeException e ? e : new IllegalStateException(failed);
  }

  private void start(int wanted) {
    try {
      thread.execute(() -> fill(wanted));
    } catch (Throwable e) {
      answered(0, false, null).forEach(Uncaught::wake); // who came meanwhile tries for itself
      throw e;
    }
  }

  // The thread.
  private void fill(int wanted) {
    int n = 0;
    Throwable failed = null;
    try {
      if (chunk.length < wanted) {
        chunk = new byte[wanted];
      }
      n = stream.read(chunk, 0, wanted);
    } catch (Throwable e) {
      failed = e;
    }
    answered(Math.max(n, 0), n < 0, failed).forEach(Uncaught::wake);
  }

  private List<Waker> answered(int bytes, boolean end, @Nullable Throwable failed) {
    lock.lock();
    try {
      from = 0;
      to = bytes;
      ended = end;
      failure = failed;
      reading = false;
      return waits.takeAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget(Waits.Wait wait) {
    lock.lock();
    try {
      waits.remove(wait);
    } finally {
      lock.unlock();
    }
  }

  /// Closes the stream. A read that is under way ends by that or not, as the stream will have it.
  ///
  /// @throws UncheckedIOException when the stream cannot be closed
  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw AsyncChannel.failed(name, "close", e);
    }
  }

  @Override
  public String toString() {
    return name.toString();
  }

  private final class Read implements Future<Integer> {
    private final ByteBuffer into;
    private final Waits.Wait wait = new Waits.Wait();

    Read(ByteBuffer into) {
      this.into = into;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      int n = BlockingReader.this.poll(cx, into, wait);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    }

    @Override
    public void drop() {
      forget(wait);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a read of " + name);
    }
  }
}
