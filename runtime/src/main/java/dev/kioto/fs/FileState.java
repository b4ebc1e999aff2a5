package dev.kioto.fs;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskOptions;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an open file is at: nothing, or one job of the pool, and the buffer between the two. After Tokio's `fs/file.rs`.
final class FileState {
  /*
   * The word `turn`:
   *
   *      IDLE -> CLAIMED     // a poll that wants the file. The buffer has what was read and not taken yet, or nothing
   *   CLAIMED -> IDLE        // the same poll: it was served from the buffer, or has delivered a failure
   *   CLAIMED -> a job       // the same poll: it needs one. READ fills the buffer, WRITE empties it, a CALL leaves it alone
   *     a job -> CLAIMED     // a poll that finds it over, whoever's it was: it settles what the job has left behind
   *     a job -> IDLE        // who wanted to submit it and could not
   *
   * When the one who waits gives up, in each state:
   *
   *     IDLE     nothing was begun, and nothing is lost
   *     READ     the job ends, and what it read is in the buffer for the next read. Whoever else comes next sets the channel
   *              back by that much before
   *     WRITE    nobody waits for one, unless it is to flush: it ends, and its failure is kept for the next operation
   *     CALL     the job ends, and its answer is lost: a seek has moved
   *
   * Nothing waits in CLAIMED, as no poll returns in it; a poll that meets it in another thread comes back later. So does one
   * that meets a job which is not submitted yet.
   *
   * Happens-before: all fields below but the counters are touched by who has claimed the file. The write that ends a claim is
   * volatile, and the compare-and-set that begins the next reads it. Between a claim and the job that it starts there is the
   * queue of the pool; between the job and who settles it the end of its cell.
   *
   * A close does not look at the word. The channel counts its users, the job is one, and the last closes it.
   */
  private static final Object CLAIMED = new Object();
  private static final VarHandle TURN = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "turn",
      VarHandle.class, FileState.class, Object.class);
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final int SMALL = 64 * 1024; // the JDK copies heap buffers by one of this size that it keeps for each thread
  private static final int LEAST = 512; // a guess

  private final Object name;
  private final SharedChannel shared;
  private final @Nullable Scheduler scheduler;
  private final TaskOptions reading;
  private final TaskOptions writing;

  // Null for IDLE, CLAIMED or a FileJob. Any thread, as the table says.
  private volatile @Nullable Object turn;

  // Who has claimed the file. The buffer also the job; from its position to its limit is what was read and not taken.
  private ByteBuffer buffer = NONE;
  private boolean ended; // the last read found the end, and nobody was told
  private @Nullable Throwable readFailure; // of a read, and nobody was told
  private @Nullable Throwable writeFailure; // of a write in the background

  private volatile int maxBufferSize = Work.PIECE_BYTES; // any thread

  // Bytes, by who has claimed the file; read by anybody.
  final AtomicLong position = new AtomicLong();
  final AtomicLong bytesRead = new AtomicLong();
  final AtomicLong bytesWritten = new AtomicLong();

  /// @param name the file for people
  /// @param scheduler whose pool it is for threads that belong to no runtime
  FileState(Object name, SharedChannel shared, @Nullable Scheduler scheduler) {
    this.name = name;
    this.shared = shared;
    this.scheduler = scheduler;
    this.reading = new TaskOptions("read of " + name);
    this.writing = new TaskOptions("write of " + name, true);
  }

  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  int maxBufferSize() {
    return maxBufferSize;
  }

  void setMaxBufferSize(int bytes) {
    maxBufferSize = bytes;
  }

  // --- the word ---

  private boolean claim(Context cx) {
    while (true) {
      var now = turn;
      if (now == null) {
        if (TURN.compareAndSet(this, (Object) null, CLAIMED)) {
          return true;
        }
      } else if (!(now instanceof FileJob<?> job)) {
        cx.defer();
        return false;
      } else if (!job.pollOver(cx)) {
        return false;
      } else if (TURN.compareAndSet(this, job, CLAIMED)) {
        settle(job);
        return true;
      }
    }
  }

  private void release() {
    turn = null;
  }

  private void start(FileJob<?> job, TaskOptions options) throws IOException {
    turn = job;
    job.submit(scheduler, options);
  }

  private void settle(FileJob<?> job) {
    switch (job.kind()) {
      case READ -> {
        buffer.flip();
        ended = job.failure() == null && !buffer.hasRemaining();
        readFailure = job.failure();
      }
      case WRITE -> {
        forgetUnread();
        writeFailure = job.failure();
      }
      case CALL -> {
        if (job.hasRewound()) {
          forgetUnread();
        }
      }
    }
  }

  private void forgetUnread() {
    buffer.position(buffer.limit());
  }

  private void forgetRead() {
    ended = false;
    readFailure = null;
  }

  private void deliverWriteFailure() {
    var failed = writeFailure;
    if (failed != null) {
      writeFailure = null;
      throw failure("write", failed);
    }
  }

  /// What to throw for what a job threw.
  RuntimeException failure(String what, Throwable failed) {
    return switch (failed) {
      case IOException e -> Failures.of(name, what, e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> throw new AssertionError(failed);
    };
  }

  // --- reading ---

  int pollRead(Context cx, ByteBuffer into) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    while (claim(cx)) {
      int n = readClaimed(into);
      if (n != AsyncRead.PENDING) {
        return n;
      }
    }
    cx.restoreBudget();
    return AsyncRead.PENDING;
  }

  // Pending when a job was started.
  private int readClaimed(ByteBuffer into) {
    boolean started = false;
    try {
      deliverWriteFailure();
      if (buffer.hasRemaining()) {
        return takeUnread(into);
      }
      var failed = readFailure;
      boolean end = ended;
      forgetRead();
      if (failed != null) {
        throw failure("read", failed);
      }
      if (end) {
        return AsyncRead.END;
      }
      startRead(into.remaining());
      started = true;
      return AsyncRead.PENDING;
    } catch (IOException e) {
      throw failure("read", e);
    } finally {
      if (!started) {
        release();
      }
    }
  }

  private int takeUnread(ByteBuffer into) {
    int n = Math.min(buffer.remaining(), into.remaining());
    into.put(into.position(), buffer, buffer.position(), n);
    into.position(into.position() + n);
    buffer.position(buffer.position() + n);
    position.addAndGet(n);
    bytesRead.addAndGet(n);
    return n;
  }

  private void startRead(int wanted) throws IOException {
    int max = maxBufferSize;
    var to = emptyBuffer(Math.min(wanted, max), max);
    try {
      start(new FileJob<>(FileJob.Kind.READ, shared, 0, Work.of(() -> shared.channel().read(to))), reading);
    } catch (Throwable e) {
      forgetUnread(); // nothing was read into it
      throw e;
    }
  }

  // --- writing ---

  long pollWrite(Context cx, ByteBuffer[] from) {
    long available = 0;
    for (var buffer : from) {
      available += buffer.remaining();
    }
    if (available == 0) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncWrite.PENDING;
    }
    if (!claim(cx)) {
      cx.restoreBudget();
      return AsyncWrite.PENDING;
    }
    int[] before = Stream.of(from).mapToInt(ByteBuffer::position).toArray();
    boolean taken = false;
    try {
      int max = maxBufferSize;
      int n = (int) Math.min(available, max);
      write(from, n, max);
      taken = true;
      position.addAndGet(n);
      bytesWritten.addAndGet(n);
      return n;
    } finally {
      for (int i = 0; i < from.length && !taken; i++) {
        from[i].position(before[i]);
      }
    }
  }

  private void write(ByteBuffer[] from, int n, int max) {
    boolean started = false;
    int unread = buffer.remaining();
    var kept = buffer; // until the job is to run that sets the channel back
    try {
      deliverWriteFailure();
      forgetRead();
      if (unread > 0) {
        buffer = NONE;
      }
      var filled = fill(from, n, max);
      var job = new FileJob<>(FileJob.Kind.WRITE, shared, unread, Work.of(() -> writeAll(filled)));
      start(job, writing);
      started = true;
      if (job.isRefused()) {
        throw takeBack(job, unread > 0 ? kept : NONE);
      }
    } catch (IOException e) {
      throw failure("write", e);
    } finally {
      if (!started) {
        buffer = unread > 0 ? kept : NONE;
        release();
      }
    }
  }

  private ByteBuffer fill(ByteBuffer[] from, int n, int max) {
    var to = emptyBuffer(n, max);
    for (var buffer : from) {
      int part = Math.min(buffer.remaining(), to.remaining());
      to.put(to.position(), buffer, buffer.position(), part).position(to.position() + part);
      buffer.position(buffer.position() + part);
    }
    return to.flip();
  }

  private @Nullable Void writeAll(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      shared.channel().write(from);
    }
    return null;
  }

  // The pool did not want it: what it was to write is the caller's again.
  private RuntimeException takeBack(FileJob<?> job, ByteBuffer kept) {
    if (TURN.compareAndSet(this, job, CLAIMED)) {
      buffer = kept;
      release();
    }
    return failure("write", Objects.requireNonNull(job.failure()));
  }

  /// Waits for the write that is under way, and delivers its failure.
  boolean pollFlush(Context cx) {
    if (!cx.takeBudget()) {
      return false;
    }
    if (!claim(cx)) {
      cx.restoreBudget();
      return false;
    }
    try {
      deliverWriteFailure();
      return true;
    } finally {
      release();
    }
  }

  // An empty buffer with room for so much, which is at most what may be.
  private ByteBuffer emptyBuffer(int size, int max) {
    if (buffer.capacity() < size || buffer.capacity() > max) {
      int capacity = Math.max(size, Math.min(Math.max(Integer.highestOneBit(size - 1) << 1, LEAST), max));
      buffer = capacity <= SMALL ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
    }
    return buffer.clear().limit(size);
  }

  // --- calls ---

  /// Waits for what is under way, delivers the failure of a write, and starts a job.
  ///
  /// @param rewinds whether the channel is to be where the file is, and what was read ahead forgotten
  /// @return null when the waker will be woken
  <T extends @Nullable Object> @Nullable FileJob<T> tryBegin(Context cx, String what, boolean rewinds, Work<T> work) {
    if (!claim(cx)) {
      return null;
    }
    boolean started = false;
    try {
      deliverWriteFailure();
      forgetRead();
      var job = new FileJob<>(FileJob.Kind.CALL, shared, rewinds ? buffer.remaining() : 0, work);
      start(job, new TaskOptions(what + " of " + name));
      started = true;
      return job;
    } catch (IOException e) {
      throw failure(what, e);
    } finally {
      if (!started) {
        release();
      }
    }
  }

  /// Gives the answer of a job that is over, and settles it unless somebody else has.
  ///
  /// @throws RuntimeException what it failed with
  <T extends @Nullable Object> Poll<T> end(String what, FileJob<T> job) {
    if (TURN.compareAndSet(this, job, CLAIMED)) {
      settle(job);
      release();
    }
    var failed = job.failure();
    if (failed != null) {
      throw failure(what, failed);
    }
    return job.answer();
  }
}
