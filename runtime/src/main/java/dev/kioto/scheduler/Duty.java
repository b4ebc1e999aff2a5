package dev.kioto.scheduler;

/// What a worker needs a thread of the pool for.
sealed interface Duty permits WorkerCore, TakeOver {

  Worker worker();

  /// Does it. Returns when the thread is free again.
  void run(RuntimeThread thread);
}
