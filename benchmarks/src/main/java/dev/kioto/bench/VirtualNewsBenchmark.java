package dev.kioto.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// The peer: virtual threads at a chain of [CompletableFuture]s, each of which is completed with a message and the next of
/// the chain. Those that wait for one push themselves on a stack without a lock, and are woken when it is completed.
///
/// It is the fastest that was found in `java.util.concurrent`. At a `Condition` each that is woken needs the lock again, one
/// after another; a `Phaser` spins before it waits, which many threads on few processors cannot afford; a
/// `SubmissionPublisher` has a queue for each subscriber and runs a task for what is in it.
public abstract class VirtualNewsBenchmark extends NewsBenchmark {
  private final AtomicInteger working = new AtomicInteger();
  private final Semaphore allDone = new Semaphore(0);

  // The sender, and the thread that starts receivers, which are not at work at the same time.
  private CompletableFuture<Link> last = new CompletableFuture<>();

  /// One message.
  record Link(Integer message, CompletableFuture<Link> next) {}

  /// What a receiver that waited for `link` makes of it: this one, or a newer one.
  abstract Link receive(Link link);

  /// Is told of each message before it is sent.
  void sending(Link link) {}

  @Override
  void startReceiver(Work work) {
    var first = last;
    Thread.startVirtualThread(() -> {
      var next = first;
      while (true) {
        var link = receive(next.join());
        next = link.next();
        work.run(link.message());
        if (working.decrementAndGet() == 0) {
          allDone.release();
        }
      }
    });
  }

  void sendAndAwaitAll(int receivers) throws InterruptedException {
    for (int i = 0; i < MESSAGES; i++) {
      working.addAndGet(receivers);
      var link = new Link(i, new CompletableFuture<>());
      var waitedFor = last;
      last = link.next();
      sending(link);
      waitedFor.complete(link);
      allDone.acquire();
    }
  }
}
