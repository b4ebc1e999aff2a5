package dev.kioto.bench;

import dev.kioto.sync.Broadcast;

/// A broadcast channel between direct tasks.
public class BroadcastDirectBenchmark extends KiotoNewsBenchmark {
  private final Broadcast.Sender<Integer> sender = Broadcast.sender(CAPACITY);

  @Override
  void startReceiver(Work work) {
    var receiver = sender.subscribe();
    runtime.spawn(() -> {
      Integer message;
      while ((message = receiver.recv().await()) != null) {
        work.run(message);
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
    runtime.blockOn(() -> sendAndAwaitAll(receivers));
  }
}
