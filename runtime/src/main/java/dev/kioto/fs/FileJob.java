package dev.kioto.fs;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskCell;
import dev.kioto.scheduler.TaskOptions;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One job of an open file, and what came of it. It holds the channel open until it is over.
///
/// @param <T> the type of the answer
final class FileJob<T extends @Nullable Object> implements Callable<@Nullable Void> {
  enum Kind {
    /// Fills the buffer.
    READ,
    /// Empties it.
    WRITE,
    /// Leaves it alone.
    CALL
  }

  private final Kind kind;
  private final SharedChannel shared;
  private final AtomicBoolean holds = new AtomicBoolean(); // the channel open; the job, or who finds that there is none
  private final int unread;
  private final Work<T> work;

  // By who submits it, when others may know it already; null until then.
  private volatile @Nullable TaskCell<?> cell;

  // By the job, before its cell is over; then read by those who have seen that.
  private boolean ran;
  private boolean rewound;
  private Poll<T> answer = Poll.pending();
  private @Nullable Throwable failure;

  /// @param unread how far behind the channel the file is, and the channel is to be set back before: 0 to leave it there
  FileJob(Kind kind, SharedChannel shared, int unread, Work<T> work) {
    this.kind = kind;
    this.shared = shared;
    this.unread = unread;
    this.work = work;
  }

  /// Hands it to the pool.
  ///
  /// @throws IOException when the channel is closed
  void submit(@Nullable Scheduler otherwise, TaskOptions options) throws IOException {
    if (!shared.retain()) {
      throw new ClosedChannelException();
    }
    holds.set(true);
    try {
      cell = PoolWork.schedulerFor(otherwise).<@Nullable Void>spawnBlocking(this, options, "dev.kioto.fs.File");
    } catch (Throwable e) {
      letGo();
      throw e;
    }
  }

  @Override
  public @Nullable Void call() {
    ran = true;
    try {
      if (unread > 0) {
        FileChannel channel = shared.channel();
        channel.position(channel.position() - unread);
        rewound = true;
      }
      answer = work.piece();
    } catch (Throwable e) { // thrown where it is awaited
      failure = Failures.asIo(e);
    } finally {
      letGo();
    }
    return null;
  }

  private void letGo() {
    if (holds.compareAndSet(true, false)) {
      shared.release();
    }
  }

  /// Waits for its end.
  ///
  /// @return false when the waker will be woken
  boolean pollOver(Context cx) {
    var running = cell;
    if (running == null) { // another thread is about to submit it
      cx.defer();
      return false;
    }
    boolean over = running.isFinished() || running.pollJoin(cx.waker()).isReady();
    if (over) {
      letGo(); // what the job has done, if there was one
    }
    return over;
  }

  /// Whether the pool did not want it, as far as that is known now.
  boolean isRefused() {
    var running = cell;
    return running != null && running.isFinished() && !ran;
  }

  // --- once it is over ---

  Kind kind() {
    return kind;
  }

  /// Whether the channel was set back to where the file is.
  boolean hasRewound() {
    return rewound;
  }

  Poll<T> answer() {
    return answer;
  }

  /// What it failed with; a cancellation when it did not run.
  @Nullable Throwable failure() {
    var over = cell;
    return ran || over == null ? failure : PoolWork.refused(over);
  }
}
