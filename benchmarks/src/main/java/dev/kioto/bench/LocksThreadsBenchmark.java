package dev.kioto.bench;

import dev.kioto.bench.ThreadsBenchmark.Body;
import dev.kioto.bench.ThreadsBenchmark.Code;
import java.util.ArrayList;
import java.util.List;

/// The workloads of [LocksBenchmark] as plain code on virtual threads: Kioto's direct tasks and locks in one subclass, the
/// JDK's scheduler and `java.util.concurrent` in the others.
///
/// @param <H> what a spawn gives, to be joined by
public abstract class LocksThreadsBenchmark<H> extends LocksBenchmark {
  private final List<H> handles = new ArrayList<>();

  /// What the mutex guards.
  long sum;

  /// Spawns from inside [#blockOn].
  abstract H spawn(Code body);

  abstract void join(H handle) throws InterruptedException;

  abstract void blockOn(Body body) throws InterruptedException;

  /// Gets a read lock and gives it back.
  abstract void read();

  /// Runs code under the write lock.
  abstract void whileWriting(Runnable body);

  /// Gets one of ten permits and gives it back.
  abstract void permitOfMany();

  /// The same of five.
  abstract void permitOfFew();

  /// Adds to the sum under the mutex.
  abstract void lock();

  /// Gives way under the mutex.
  abstract void lockAndYield();

  private void spawnAll(int tasks, Code body) {
    for (int i = 0; i < tasks; i++) {
      handles.add(spawn(body));
    }
  }

  private void joinAll() throws InterruptedException {
    for (var handle : handles) {
      join(handle);
    }
    handles.clear();
  }

  private void runAll(int tasks, Code body) throws InterruptedException {
    blockOn(() -> {
      spawnAll(tasks, body);
      joinAll();
    });
  }

  private static void repeat(int times, Runnable body) {
    for (int i = 0; i < times; i++) {
      body.run();
    }
  }

  @Override
  void runReadUncontended() throws InterruptedException {
    blockOn(() -> repeat(LocksWorkload.READERS, this::read));
  }

  @Override
  void runReadConcurrent() throws InterruptedException {
    runAll(LocksWorkload.READERS, this::read);
  }

  @Override
  void runReadContended() throws InterruptedException {
    blockOn(() -> {
      whileWriting(() -> spawnAll(LocksWorkload.READERS_BEHIND_A_WRITER, this::read));
      joinAll();
    });
  }

  @Override
  void runPermitUncontended() throws InterruptedException {
    blockOn(() -> repeat(LocksWorkload.ACQUIRERS, this::permitOfMany));
  }

  @Override
  void runPermitConcurrent() throws InterruptedException {
    runAll(LocksWorkload.ACQUIRERS, this::permitOfMany);
  }

  @Override
  void runPermitContended() throws InterruptedException {
    runAll(LocksWorkload.ACQUIRERS, this::permitOfFew);
  }

  @Override
  void runMutexBrief() throws InterruptedException {
    runAll(LocksWorkload.LOCKERS, () -> repeat(LocksWorkload.LOCKS, this::lock));
  }

  @Override
  void runMutexContended() throws InterruptedException {
    runAll(LocksWorkload.LOCKERS, () -> repeat(LocksWorkload.LOCKS_ACROSS_YIELD, this::lockAndYield));
  }
}
