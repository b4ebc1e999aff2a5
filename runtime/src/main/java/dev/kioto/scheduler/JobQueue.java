package dev.kioto.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where jobs of the blocking pool wait for a thread.
interface JobQueue {

  /// Whether jobs may come and go without the pool's lock. If not, every method is called with it.
  boolean isShared();

  /// Adds a job.
  ///
  /// @return false when the queue is sealed
  boolean push(BlockingJob<?> job);

  /// Takes a job that has waited long: the oldest, or the oldest of some.
  ///
  /// @param hint any number, which spreads those who take at the same time
  /// @param taker told of the job while it cannot be looked for here: whoever looks here and then at the takers misses none
  /// @return null when there is none
  @Nullable BlockingJob<?> pop(int hint, Taker taker);

  /// Who takes jobs.
  interface Taker {
    /// Has a job from now on, until it has run it. Called with a lock.
    void takes(BlockingJob<?> job);
  }

  /// Takes out one job.
  ///
  /// @return false when it is not in
  boolean remove(BlockingJob<?> job);

  /// Refuses all that comes from now on, and takes out what need not be run.
  List<BlockingJob<?>> seal();

  /// What is in now, in no order.
  List<BlockingJob<?>> snapshot();

  /// How many are in now; a moment old without the lock.
  int size();
}
