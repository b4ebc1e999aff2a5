package dev.kioto.bench;

import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.TearDown;

/// The peer: virtual threads that wait for the next phase of a `Phaser`. Of what `java.util.concurrent` has it is the
/// closest, and the fastest: those that wait for a phase push themselves on a stack without a lock, and all are
/// woken when it ends. (At a `Condition` each would need the lock again, one after another; a `SubmissionPublisher` has a
/// queue for each subscriber and runs a task for what is in it.)
public abstract class PhaserNewsBenchmark extends NewsBenchmark {
  private final Phaser phaser = new Phaser(1);
  private final AtomicInteger working = new AtomicInteger();
  private final Semaphore allDone = new Semaphore(0);

  /// Makes a message known that [#receive] gives for `phase`.
  abstract void put(int phase, Integer message);

  /// The message of a phase that is over.
  abstract Integer receive(int phase);

  @Override
  void startReceiver(Work work) {
    int first = phaser.getPhase();
    Thread.startVirtualThread(() -> {
      int phase = first;
      while (phaser.awaitAdvance(phase) >= 0) {
        work.run(receive(phase));
        if (working.decrementAndGet() == 0) {
          allDone.release();
        }
        phase++;
      }
    });
  }

  void sendAndAwaitAll(int receivers) throws InterruptedException {
    for (int i = 0; i < MESSAGES; i++) {
      working.addAndGet(receivers);
      put(phaser.getPhase(), i);
      phaser.arrive();
      allDone.acquire();
    }
  }

  @TearDown
  public void stop() {
    phaser.forceTermination();
  }
}
