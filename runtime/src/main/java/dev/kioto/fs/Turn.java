package dev.kioto.fs;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Whose turn it is with a piece of work: the task's, which waits for it, or the pool's.
class Turn {
  /*
   *      TASK -> QUEUED      // the task, before it hands a job to the pool
   *    QUEUED -> RUNNING     // the job begins
   *   RUNNING -> TASK        // the job is over
   *    QUEUED -> TASK        // the task, when the pool has refused the job: it will never run
   *      TASK -> GIVEN_UP    // the task: it closes the work
   *    QUEUED -> GIVEN_UP    // the task: it closes the work, and the job, should it get a thread, does nothing
   *   RUNNING -> GIVEN_UP    // the task: the job closes the work when it is over
   *
   * The work is closed once and by one side. All changes are compare-and-sets or volatile writes, so what one side did to the
   * work before it gave up its turn is seen by the other: the queue of the pool orders the first, the word all others.
   */
  static final int TASK = 0;
  static final int QUEUED = 1;
  static final int RUNNING = 2;
  static final int GIVEN_UP = 3;

  private static final VarHandle WORD = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "word",
      VarHandle.class, Turn.class, int.class);

  @SuppressWarnings("UnusedVariable") // WORD
  private volatile int word;

  /// The task will submit a job.
  final void queue() {
    word = QUEUED;
  }

  /// The job begins.
  ///
  /// @return false when it was given up: it does nothing
  final boolean begin() {
    return WORD.compareAndSet(this, QUEUED, RUNNING);
  }

  /// The job is over.
  ///
  /// @return false when it was given up meanwhile: the job closes the work
  final boolean end() {
    return WORD.compareAndSet(this, RUNNING, TASK);
  }

  /// The job will never run. The task.
  ///
  /// @return false when it has run
  final boolean takeBack() {
    return WORD.compareAndSet(this, QUEUED, TASK);
  }

  /// The task gives up.
  ///
  /// @return whether the task closes the work; else the job does
  final boolean leave() {
    return (int) WORD.getAndSet(this, GIVEN_UP) != RUNNING;
  }
}
