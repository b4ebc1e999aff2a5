package dev.kioto.bench;

import static dev.kioto.bench.Benchmarks.DIRECT;
import static dev.kioto.bench.Benchmarks.FUTURES;
import static dev.kioto.bench.Benchmarks.method;

import dev.kioto.bench.Benchmarks.Benchmark;
import dev.kioto.bench.Benchmarks.Timed;
import java.util.List;

/// The benchmarks of locks and notifications.
final class LocksBenchmarks {
  private static final String CONCURRENT = "java.util.concurrent"; // on virtual threads
  private static final String FAIR = "j.u.c., fair";
  private static final int[] WAITERS = {10, 50, 100, 200, 500};

  private LocksBenchmarks() {}

  static void addTo(List<Benchmark> all) {
    for (int waiters : WAITERS) {
      notifications(all, "notify-one-" + waiters, "a thread tells one of " + waiters + " waiting tasks",
          "one" + waiters);
    }
    for (int waiters : WAITERS) {
      notifications(all, "notify-waiters-" + waiters, "a thread tells all of " + waiters + " waiting tasks",
          "all" + waiters);
    }
    locks(all, "rwlock-uncontended", "a task reads 6 times", "readUncontended");
    locks(all, "rwlock-concurrent", "6 tasks read once", "readConcurrent");
    locks(all, "rwlock-contended", "5 tasks read once, started under the write lock", "readContended");
    locks(all, "semaphore-uncontended", "a task takes one of 10 permits 6 times", "permitUncontended");
    locks(all, "semaphore-concurrent", "6 tasks take one of 10 permits", "permitConcurrent");
    locks(all, "semaphore-contended", "6 tasks take one of 5 permits", "permitContended");
    locks(all, "mutex-contended", "10 tasks lock 100 times and yield while they hold it", "mutexContended");
    locks(all, "mutex-brief", "10 tasks lock 1,000 times and add to a number", "mutexBrief");
    fair(all, "mutex-brief-fair", "10 tasks lock 1,000 times and add to a number", "mutexBrief");
    currentThread(all, "current-thread-rwlock-concurrent", "6 readers at once", "readConcurrent");
    currentThread(all, "current-thread-rwlock-contended", "5 readers, started under the write lock", "readContended");
    currentThread(all, "current-thread-semaphore-concurrent", "6 at once take one of 10 permits", "permitConcurrent");
    currentThread(all, "current-thread-semaphore-contended", "6 at once take one of 5 permits", "permitContended");
  }

  private static void notifications(List<Benchmark> all, String name, String what, String method) {
    String peer = method(NotifyVirtualBenchmark.class, method);
    all.add(new Timed(name + "-future", what, FUTURES, CONCURRENT, method(NotifyFutureBenchmark.class, method), peer));
    all.add(new Timed(name + "-direct", what, DIRECT, CONCURRENT, method(NotifyDirectBenchmark.class, method), peer));
  }

  private static void locks(List<Benchmark> all, String name, String what, String method) {
    both(all, name, what, method, CONCURRENT, method(LocksVirtualBenchmark.class, method));
  }

  private static void fair(List<Benchmark> all, String name, String what, String method) {
    both(all, name, what, method, FAIR, method(LocksFairVirtualBenchmark.class, method));
  }

  private static void both(List<Benchmark> all, String name, String what, String method, String peer,
      String peerMethod) {
    all.add(new Timed(name + "-future", what, FUTURES, peer, method(LocksFutureBenchmark.class, method), peerMethod));
    all.add(new Timed(name + "-direct", what, DIRECT, peer, method(LocksDirectBenchmark.class, method), peerMethod));
  }

  private static void currentThread(List<Benchmark> all, String name, String what, String method) {
    String peer = method(LocksVirtualBenchmark.class, method);
    all.add(new Timed(name + "-future", what, FUTURES, CONCURRENT,
        method(LocksCurrentThreadFutureBenchmark.class, method), peer, 1));
    all.add(new Timed(name + "-direct", what, DIRECT, CONCURRENT,
        method(LocksCurrentThreadDirectBenchmark.class, method), peer, 1));
  }
}
