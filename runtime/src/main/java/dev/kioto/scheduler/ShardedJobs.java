package dev.kioto.scheduler;

import dev.kioto.future.BriefLock;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Several queues with a lock each, so that many who submit do not wait for each other. A job goes to a queue by chance, and whoever
/// takes one looks at them in turn: no order is kept. Any thread.
///
/// Follows Tokio's `runtime/blocking/sharded.rs`.
final class ShardedJobs implements JobQueue {
  /*
   * `nonEmpty` has one bit a shard:
   *
   *   0 -> 1   // push into an empty shard       both with that shard's lock, so that the bit is right
   *   1 -> 0   // pop or seal of its last job    whenever the lock is free
   *
   * A look at the bits without a lock is a moment old. That loses no job, because whoever goes to sleep looks again with the
   * pool's lock. One who submits has set the bit and then takes that lock as well, to wake somebody: either it comes first,
   * and the bit is seen, or it finds the sleeper.
   *
   * A push that comes at the same time as seal() is before or after it in its shard: collected by it, or refused.
   */
  static final int SHARDS = 16; // Tokio's

  private static final VarHandle NON_EMPTY = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "nonEmpty",
      VarHandle.class, ShardedJobs.class, int.class);

  private final Shard[] shards;

  // Written with the lock of the shard whose bit changes; read by any thread.
  @SuppressWarnings("UnusedVariable") // NON_EMPTY
  private volatile int nonEmpty;

  ShardedJobs() {
    this(SHARDS);
  }

  /// @param n a power of two, at most 32
  ShardedJobs(int n) {
    shards = Stream.generate(Shard::new).limit(n).toArray(Shard[]::new);
  }

  private static final class Shard {
    final BriefLock lock = new BriefLock();
    final SingleJobs jobs = new SingleJobs(); // guarded by the lock
    final Count size = new Count(); // written with the lock
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public boolean push(BlockingJob<?> job) {
    int index = ThreadLocalRandom.current().nextInt(shards.length);
    var shard = shards[index];
    shard.lock.lock();
    try {
      if (!shard.jobs.push(job)) {
        return false;
      }
      shown(index);
      return true;
    } finally {
      shard.lock.unlock();
    }
  }

  // After a change, with the shard's lock: tells others of it.
  private void shown(int index) {
    var shard = shards[index];
    long before = shard.size.get();
    int now = shard.jobs.size();
    shard.size.add(now - before);
    if (before == 0 && now > 0) {
      NON_EMPTY.getAndBitwiseOr(this, 1 << index);
    } else if (before > 0 && now == 0) {
      NON_EMPTY.getAndBitwiseAnd(this, ~(1 << index));
    }
  }

  @Override
  public @Nullable BlockingJob<?> pop(int hint, Taker taker) {
    int bits = nonEmpty;
    for (int i = 0; bits != 0 && i < shards.length; i++) {
      int index = (hint + i) & (shards.length - 1);
      if ((bits & (1 << index)) != 0) {
        var job = popFrom(index, hint, taker);
        if (job != null) {
          return job;
        }
      }
    }
    return null;
  }

  private @Nullable BlockingJob<?> popFrom(int index, int hint, Taker taker) {
    var shard = shards[index];
    shard.lock.lock();
    try {
      var job = shard.jobs.pop(hint, taker);
      shown(index);
      return job;
    } finally {
      shard.lock.unlock();
    }
  }

  @Override
  public boolean remove(BlockingJob<?> job) {
    for (int index = 0; index < shards.length; index++) {
      var shard = shards[index];
      shard.lock.lock();
      try {
        if (shard.jobs.remove(job)) {
          shown(index);
          return true;
        }
      } finally {
        shard.lock.unlock();
      }
    }
    return false;
  }

  @Override
  public List<BlockingJob<?>> seal() {
    var taken = new ArrayList<BlockingJob<?>>();
    for (int index = 0; index < shards.length; index++) {
      var shard = shards[index];
      shard.lock.lock();
      try {
        taken.addAll(shard.jobs.seal());
        shown(index);
      } finally {
        shard.lock.unlock();
      }
    }
    return taken;
  }

  @Override
  public List<BlockingJob<?>> snapshot() {
    var jobs = new ArrayList<BlockingJob<?>>();
    for (var shard : shards) {
      shard.lock.lock();
      try {
        jobs.addAll(shard.jobs.snapshot());
      } finally {
        shard.lock.unlock();
      }
    }
    return jobs;
  }

  @Override
  public int size() {
    int size = 0;
    for (var shard : shards) {
      size += (int) shard.size.get();
    }
    return size;
  }
}
