package dev.kioto.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One queue, first come, first served. With the pool's lock.
final class SingleJobs implements JobQueue {
  private final Ring<BlockingJob<?>> jobs = new Ring<>(16);
  private boolean sealed;

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public boolean push(BlockingJob<?> job) {
    if (!sealed) {
      jobs.add(job);
    }
    return !sealed;
  }

  @Override
  public @Nullable BlockingJob<?> pop(int hint, Taker taker) {
    var job = jobs.poll();
    if (job != null) {
      taker.takes(job);
    }
    return job;
  }

  @Override
  public boolean remove(BlockingJob<?> job) {
    return jobs.remove(job);
  }

  @Override
  public List<BlockingJob<?>> seal() {
    sealed = true;
    var taken = new ArrayList<BlockingJob<?>>(jobs.size());
    for (int left = jobs.size(); left > 0; left--) {
      var job = jobs.poll();
      if (job != null && job.isMandatory()) {
        jobs.add(job);
      } else if (job != null) {
        taken.add(job);
      }
    }
    return taken;
  }

  @Override
  public List<BlockingJob<?>> snapshot() {
    return jobs.toList();
  }

  @Override
  public int size() {
    return jobs.size();
  }
}
