package dev.kioto.bench;

import dev.kioto.sync.Watch;

/// A watch channel between direct tasks.
public class WatchDirectBenchmark extends KiotoNewsBenchmark {
  private final Watch.Sender<Integer> sender = Watch.sender(0);

  @Override
  void startReceiver(Work work) {
    var receiver = sender.subscribe();
    runtime.spawn(() -> {
      while (receiver.changed().await()) {
        work.run(receiver.borrow());
        done();
      }
    });
  }

  @Override
  void send(int message) {
    sender.send(message);
  }

  @Override
  void sendAll(int receivers) {
    runtime.spawn(() -> sendAndAwaitAll(receivers)).await();
  }
}
