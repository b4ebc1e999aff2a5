package dev.kioto.scheduler;

import dev.kioto.future.NonBlockingThread;
import org.jspecify.annotations.Nullable;

/// The platform thread of one worker: it polls future tasks itself and carries virtual threads.
final class WorkerThread extends Thread implements NonBlockingThread {
  // Null once the worker has left its loop: what runs here then comes from outside. This thread alone, and what is mounted.
  private @Nullable Worker worker;

  WorkerThread(Worker worker, String name) {
    super(null, null, name, 0, false);
    this.worker = worker;
    setDaemon(true);
  }

  @Nullable Worker worker() {
    return worker;
  }

  @Override
  public void run() {
    var mine = worker;
    if (mine == null) {
      return; // somebody called it by hand, later
    }
    try {
      mine.run();
    } finally {
      worker = null;
      mine.scheduler().workerStopped();
    }
  }
}
