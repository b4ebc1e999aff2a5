package dev.kioto.bench;

/// The workloads on the JDK's own scheduler: the peer.
public class VirtualThreadsBenchmark extends ThreadsBenchmark<Thread> {

  @Override
  Thread spawn(Code body) {
    return Thread.startVirtualThread(body);
  }

  @Override
  void spawnHere(Code body) {
    Thread.startVirtualThread(body);
  }

  @Override
  void yieldNow() {
    Thread.yield();
  }

  @Override
  void join(Thread handle) throws InterruptedException {
    handle.join();
  }

  @Override
  void blockOn(Body body) throws InterruptedException {
    body.run();
  }
}
