package dev.kioto.scheduler;

import dev.kioto.future.NonBlockingThread;

/// The platform thread of one worker: it polls future tasks itself and carries virtual threads.
final class WorkerThread extends Thread implements NonBlockingThread {
  private final Worker worker;

  WorkerThread(Worker worker, String name) {
    super(null, null, name, 0, false);
    this.worker = worker;
    setDaemon(true);
  }

  Worker worker() {
    return worker;
  }

  @Override
  public void run() {
    worker.run();
  }
}
