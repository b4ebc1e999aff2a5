package dev.kioto.bench;

import dev.kioto.bench.ThreadsBenchmark.Body;
import dev.kioto.bench.ThreadsBenchmark.Code;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The locks of `java.util.concurrent` between virtual threads on the JDK's own scheduler: the peer.
public class LocksVirtualBenchmark extends LocksThreadsBenchmark<Thread> {
  private final ReentrantReadWriteLock rwLock;
  private final Semaphore many;
  private final Semaphore few;
  private final ReentrantLock mutex;

  /// The locks as they are by default: whoever runs may go first.
  public LocksVirtualBenchmark() {
    this(false);
  }

  LocksVirtualBenchmark(boolean fair) {
    rwLock = new ReentrantReadWriteLock(fair);
    many = new Semaphore(LocksWorkload.PERMITS, fair);
    few = new Semaphore(LocksWorkload.PERMITS_CONTENDED, fair);
    mutex = new ReentrantLock(fair);
  }

  @Override
  Thread spawn(Code body) {
    return Thread.startVirtualThread(body);
  }

  @Override
  void join(Thread handle) throws InterruptedException {
    handle.join();
  }

  @Override
  void blockOn(Body body) throws InterruptedException {
    body.run();
  }

  @Override
  @SuppressWarnings("LockNotBeforeTry") // there is nothing in between
  void read() {
    rwLock.readLock().lock();
    rwLock.readLock().unlock();
  }

  @Override
  void whileWriting(Runnable body) {
    rwLock.writeLock().lock();
    try {
      body.run();
    } finally {
      rwLock.writeLock().unlock();
    }
  }

  @Override
  void permitOfMany() {
    many.acquireUninterruptibly();
    many.release();
  }

  @Override
  void permitOfFew() {
    few.acquireUninterruptibly();
    few.release();
  }

  @Override
  void lock() {
    mutex.lock();
    try {
      sum++;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  void lockAndYield() {
    mutex.lock();
    try {
      Thread.yield();
    } finally {
      mutex.unlock();
    }
  }
}
