package dev.kioto.resource;

import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ends the resources that have become garbage.
final class Reaper implements Runnable {
  static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private Reaper() {}

  /// Starts the thread, once in the life of the process.
  static void start() {
    if (!STARTED.get() && STARTED.compareAndSet(false, true)) {
      var thread = new Thread(null, new Reaper(), "kioto-resources", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        if (QUEUE.remove() instanceof Resource resource) {
          resource.end();
        }
      } catch (InterruptedException | OutOfMemoryError _) {
        // Nobody has a reason to interrupt it; what could not be told is lost, and the others still are.
      }
    }
  }
}
