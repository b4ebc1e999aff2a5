package dev.kioto.bench;

/// Each receiver follows the chain. It does less than a broadcast channel, which is bounded: a receiver that is slow keeps
/// all messages that it has not received.
public class BroadcastVirtualBenchmark extends VirtualNewsBenchmark {

  @Override
  Link receive(Link link) {
    return link;
  }

  @Override
  void sendAll(int receivers) throws InterruptedException {
    sendAndAwaitAll(receivers);
  }
}
