package dev.kioto.resource;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells of what has become garbage: one thread of the process, which starts with the first that is to be told of.
public final class Reaper {
  private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private Reaper() {}

  /// A reference that is told when what it refers to has become garbage: once, a while after that, unless it was cleared before
  /// or is garbage itself.
  ///
  /// @param <T> the type of what it refers to
  public abstract static class Mark<T> extends WeakReference<T> {
    protected Mark(T referent) {
      super(referent, QUEUE);
      start();
    }

    /// What it refers to is garbage. On the reaper's thread: brief, and throws nothing.
    protected abstract void reaped();
  }

  /// Starts the thread, once in the life of the process. A [Mark] does so; for those who make one under a lock.
  public static void start() {
    if (!STARTED.get() && STARTED.compareAndSet(false, true)) {
      try {
        var thread = new Thread(null, Reaper::run, "kioto-reaper", 0, false);
        thread.setDaemon(true);
        thread.start();
      } catch (OutOfMemoryError _) {
        STARTED.set(false); // the next one tries again, and then all are told of
      }
    }
  }

  private static void run() {
    while (true) {
      try {
        if (QUEUE.remove() instanceof Mark<?> mark) {
          mark.reaped();
        }
      } catch (InterruptedException | OutOfMemoryError _) {
        // Nobody has a reason to interrupt it; what could not be told is lost, and the others still are.
      }
    }
  }
}
