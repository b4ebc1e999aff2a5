package dev.kioto.bench;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// A ring of messages, and a phase for each. It does less than a broadcast channel: who lags is not told, and nothing is let
/// go of.
public class BroadcastPhaserBenchmark extends PhaserNewsBenchmark {
  private static final int RING = 1_024; // the capacity as a power of two

  private final AtomicReferenceArray<Integer> ring = new AtomicReferenceArray<>(RING);

  @Override
  void put(int phase, Integer message) {
    ring.set(phase & (RING - 1), message);
  }

  @Override
  Integer receive(int phase) {
    return ring.get(phase & (RING - 1));
  }

  @Override
  void sendAll(int receivers) throws InterruptedException {
    sendAndAwaitAll(receivers);
  }
}
