package dev.kioto.demo.lab;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Stage;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.lab.Lab;
import dev.kioto.task.JoinSet;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import org.jspecify.annotations.Nullable;

/// Bursts of work that come about on one worker, as of a request that splits up: the others have some of it by stealing alone, and a burst is
/// over when its last part is.
public final class SkewDemo implements Demo {

  private static final int PART_MICROS = 250;
  private static final int REST_MILLIS = 2;

  public SkewDemo() {}

  @Override
  public String name() {
    return "skew";
  }

  @Override
  public String look() {
    return "for the lab: bursts of 'part' tasks that one task spawns and waits for; other workers have some by stealing (--vary worker-threads=1,2,4)";
  }

  @Override
  public String sizeOf() {
    return "tasks in a burst";
  }

  @Override
  public int standardSize() {
    return 64;
  }

  @Override
  public void start(Stage stage) {
    int size = stage.load().size();
    stage.runtime().task().name("splitter").spawn(() -> {
      while (!stage.stop().isCancelled()) {
        try (var parts = new JoinSet<Boolean>(Task.builder().name("part"))) {
          for (int i = 0; i < size; i++) parts.spawn(part());
          while (parts.joinNext().await() != null) {}
        }
        Lab.count("bursts");
        Time.sleep(stage.load().pause(REST_MILLIS)).await();
      }
    });
  }

  private static Future<Boolean> part() {
    return Futures.<@Nullable Void, Boolean>map(Task.yieldNow(), _ -> {
      Work.compute(PART_MICROS);
      return true;
    });
  }
}
