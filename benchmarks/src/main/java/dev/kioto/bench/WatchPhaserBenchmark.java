package dev.kioto.bench;

/// A volatile field, and a phase for each value.
public class WatchPhaserBenchmark extends PhaserNewsBenchmark {
  private volatile Integer value = 0; // the sender

  @Override
  void put(int phase, Integer message) {
    value = message;
  }

  @Override
  Integer receive(int phase) {
    return value;
  }

  @Override
  void sendAll(int receivers) throws InterruptedException {
    Thread.startVirtualThread(() -> {
      try {
        sendAndAwaitAll(receivers);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while receivers work", e);
      }
    }).join();
  }
}
