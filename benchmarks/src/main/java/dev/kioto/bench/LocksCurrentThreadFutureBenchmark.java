package dev.kioto.bench;

import dev.kioto.future.Future;
import dev.kioto.runtime.Runtime;
import java.util.ArrayList;
import java.util.function.Supplier;

/// The locks between futures that one task of a current-thread runtime polls, as in Tokio's benchmarks of that flavor.
public class LocksCurrentThreadFutureBenchmark extends LocksFutureBenchmark {

  public LocksCurrentThreadFutureBenchmark() {
    super(Runtime.builder().currentThread().build());
  }

  @Override
  Future<Boolean> all(int number, Supplier<Future<Boolean>> maker) {
    var futures = new ArrayList<Future<Boolean>>(number);
    for (int i = 0; i < number; i++) {
      futures.add(maker.get());
    }
    return new LockFutures.Joined(futures);
  }
}
