package dev.kioto.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One queue, first come, first served. With the pool's lock.
final class SingleJobs implements JobQueue {
  private final ArrayDeque<BlockingJob<?>> jobs = new ArrayDeque<>();
  private boolean sealed;

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public boolean push(BlockingJob<?> job) {
    return !sealed && jobs.add(job);
  }

  @Override
  public @Nullable BlockingJob<?> pop(int hint) {
    return jobs.poll();
  }

  @Override
  public boolean remove(BlockingJob<?> job) {
    return jobs.remove(job);
  }

  @Override
  public List<BlockingJob<?>> seal() {
    sealed = true;
    var taken = new ArrayList<BlockingJob<?>>();
    jobs.removeIf(job -> !job.isMandatory() && taken.add(job));
    return taken;
  }

  @Override
  public List<BlockingJob<?>> snapshot() {
    return List.copyOf(jobs);
  }

  @Override
  public int size() {
    return jobs.size();
  }
}
