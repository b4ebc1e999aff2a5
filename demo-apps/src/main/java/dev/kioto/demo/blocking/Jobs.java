package dev.kioto.demo.blocking;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Stage;
import dev.kioto.demo.body.Work;
import dev.kioto.task.JoinSet;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.util.concurrent.atomic.LongAdder;

/// Jobs of the blocking pool, three times as many at a time as it has threads; and a task that blocks in place.
final class Jobs {

  private static final int BURSTS = 3; // of the pool's size
  private static final int JOB_MILLIS = 20;

  private final Stage stage;
  private final LongAdder done = new LongAdder();
  private final LongAdder reports = new LongAdder();

  Jobs(Stage stage) {
    this.stage = stage;
  }

  void start() {
    Task.builder().name("uploads").spawn(this::uploads);
    Task.builder().name("report").spawn(this::report);
    // What is asynchronous goes on, whatever the pool does.
    Task.builder().name("heartbeat").spawn(Loop.forever(() -> Time.sleep(stage.load().pause(50))));
  }

  // Hands the pool a burst, and waits for all of it before the next: so the queue does not grow without end.
  private void uploads() {
    while (true) {
      try (var burst = new JoinSet<Boolean>(Task.builder().name("shrink"))) {
        for (int i = 0; i < BURSTS * Math.max(1, stage.load().size()); i++) burst.spawnBlocking(this::shrink);
        while (burst.joinNext().await() != null) done.increment();
      }
      Time.sleep(stage.load().pause(300)).await();
    }
  }

  private boolean shrink() {
    Work.compute(500);
    Work.block(JOB_MILLIS); // a library that waits for a disk
    return true;
  }

  // A library that is called in the middle of a direct task, and would hold its worker: the worker gets another thread meanwhile.
  private void report() throws Exception {
    while (true) {
      Time.sleep(stage.load().pause(200)).await();
      Task.blockInPlace(this::shrink);
      reports.increment();
    }
  }

  long done() {
    return done.sum();
  }

  long reports() {
    return reports.sum();
  }
}
