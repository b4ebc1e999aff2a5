package dev.kioto.io;

import dev.kioto.future.BriefLock;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The thread of one stream that blocks: a daemon, which is started when there is work and ends when there has been none for a
/// while. No runtime waits for it. Any thread gives it work, one piece at a time.
final class StreamThread implements Executor {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10); // as that of the blocking pool

  private final String name;
  private final BriefLock lock = new BriefLock();

  // Both guarded by the lock. A thread that ends takes itself out with it: who brings work finds one that will look, or none.
  private @Nullable Thread thread;
  private @Nullable Runnable work;

  StreamThread(String name) {
    this.name = name;
  }

  /// Has work done. That before it is over.
  ///
  /// @param next throws nothing
  /// @throws OutOfMemoryError when the system refuses a thread; the work will not be done
  @Override
  public void execute(Runnable next) {
    Thread idle;
    lock.lock();
    try {
      work = next;
      idle = thread;
      if (idle == null) {
        thread = new Thread(null, this::run, name, 0, false);
      }
    } finally {
      lock.unlock();
    }
    if (idle == null) {
      start();
    } else {
      LockSupport.unpark(idle);
    }
  }

  private void start() {
    var fresh = thread; // nobody else changes it: it has not run, and there is one piece of work at a time
    try {
      if (fresh != null) {
        fresh.setDaemon(true);
        fresh.start();
      }
    } catch (Throwable e) {
      lock.lock();
      try {
        thread = null;
        work = null;
      } finally {
        lock.unlock();
      }
      throw e;
    }
  }

  private void run() {
    Runnable next;
    while ((next = take()) != null) {
      next.run();
    }
  }

  private @Nullable Runnable take() {
    long since = System.nanoTime();
    while (true) {
      long left = KEEP_ALIVE_NANOS - (System.nanoTime() - since);
      lock.lock();
      try {
        var next = work;
        work = null;
        if (next == null && left <= 0) {
          thread = null;
        }
        if (next != null || left <= 0) {
          return next;
        }
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(this, left);
    }
  }
}
