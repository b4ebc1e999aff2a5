package dev.kioto.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The waiters as virtual threads at a condition of a `ReentrantLock`: the peer.
public class NotifyVirtualBenchmark extends NotifyBenchmark {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final List<Thread> waiters = new ArrayList<>();

  @Override
  void startWaiter() {
    waiters.add(Thread.startVirtualThread(this::waitAndCount));
  }

  private void waitAndCount() {
    try {
      while (!over) {
        lock.lock();
        try {
          condition.await();
        } finally {
          lock.unlock();
        }
        told.getAndIncrement();
      }
    } catch (InterruptedException _) {
      // The benchmark is over.
    }
  }

  @Override
  void tellOne() {
    lock.lock();
    try {
      condition.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  void tellAll() {
    lock.lock();
    try {
      condition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    super.stop();
    waiters.forEach(Thread::interrupt);
  }
}
