package dev.kioto.demo.blocking;

import dev.kioto.demo.body.Stage;
import dev.kioto.process.Command;
import dev.kioto.task.Task;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// Child processes: one after the other that says something, and one now and then that takes too long and is killed.
final class Children {

  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final int EVERY_SLOW = 5;

  private final Stage stage;
  private final LongAdder ended = new LongAdder();

  Children(Stage stage) {
    this.stage = stage;
  }

  /// Children that have ended so far, by themselves or not.
  long ended() {
    return ended.sum();
  }

  void start() {
    Task.builder().name("children").spawn(() -> {
      for (int count = 1;; count++) {
        if (count % EVERY_SLOW == 0) killed();
        else said(count);
        ended.increment();
        Time.sleep(stage.load().pause(400)).await();
      }
    });
  }

  private static void said(int count) {
    var output = Command.of("echo", "child " + count).output().await();
    if (!output.status().isSuccess()) throw new IllegalStateException("'echo' has failed: " + output.status());
  }

  // Given up, it is killed: it must not outlive the one who waits for it.
  private static void killed() {
    try {
      Time.timeout(LIMIT, Command.of("sleep", "600").killOnDrop(true).status()).await();
    } catch (ElapsedException _) {
      // As it should be.
    }
  }
}
