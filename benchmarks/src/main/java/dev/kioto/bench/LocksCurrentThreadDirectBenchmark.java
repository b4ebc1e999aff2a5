package dev.kioto.bench;

import dev.kioto.runtime.Runtime;

/// The locks between direct tasks of a current-thread runtime.
public class LocksCurrentThreadDirectBenchmark extends LocksDirectBenchmark {

  public LocksCurrentThreadDirectBenchmark() {
    super(Runtime.builder().currentThread().build());
  }
}
