package dev.kioto.bench;

/// The fair locks of `java.util.concurrent` between virtual threads: what promises as much as Kioto's.
public class LocksFairVirtualBenchmark extends LocksVirtualBenchmark {

  public LocksFairVirtualBenchmark() {
    super(true);
  }
}
