package dev.kioto.bench;

import java.util.concurrent.CompletableFuture;

/// Each receiver waits for the next message and takes the newest.
public class WatchVirtualBenchmark extends VirtualNewsBenchmark {
  private volatile Link newest = new Link(0, new CompletableFuture<>()); // the sender

  @Override
  void sending(Link link) {
    newest = link;
  }

  @Override
  Link receive(Link link) {
    return newest;
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
