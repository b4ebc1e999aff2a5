package dev.kioto.demo.million;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Stage;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/// A million future tasks, each asleep for minutes, but one in a thousand that wakes several times a second.
public final class MillionDemo implements Demo {

  private static final int EVERY_BUSY = 1_000;

  // So that consoles hear of each: spawned as fast as can be, they are more than a recorder's rings hold, and those that were lost are
  // found only minutes later.
  private static final int BATCH = 250;
  private static final int BATCH_MILLIS = 8;

  // Of heap, for a task that consoles may watch, and for all else; with room for the collector of garbage to work in.
  private static final long BYTES_PER_TASK = 1_500;
  private static final long BYTES_BESIDE = 128L * 1024 * 1024;

  public MillionDemo() {}

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String look() {
    return "a million live tasks: sorted, filtered and grouped at once; 'busy' among them, one in a thousand, are polled and the 'idle' ones are not";
  }

  @Override
  public String sizeOf() {
    return "tasks";
  }

  @Override
  public int standardSize() {
    return 1_000_000;
  }

  /// @throws CannotStart when there is not enough memory
  @Override
  public void start(Stage stage) {
    int size = stage.load().size();
    checkMemory(size);
    var spawned = new LongAdder();
    var polls = new LongAdder();
    stage.runtime().task().name("spawner").spawn(() -> {
      var random = new SplittableRandom(1);
      for (int i = 0; i < size; i++) {
        if (i % EVERY_BUSY == 0) busy(stage, random.nextInt(100, 400), polls);
        else idle(random.nextInt(120, 600));
        spawned.increment();
        if (i % BATCH == 0) Time.sleep(stage.load().pause(BATCH_MILLIS)).await();
      }
      stage.say(String.format(Locale.ROOT, "all of the %,d tasks are there", size));
    });
    stage.sayProgress(() -> String.format(Locale.ROOT,
        "%,d of %,d tasks spawned; %,d rounds of the busy ones; %,d MiB of heap in use", spawned.sum(), size,
        polls.sum(), usedMemory() >> 20));
  }

  private static void idle(int seconds) {
    var silence = Duration.ofSeconds(seconds);
    Task.builder().name("idle").spawn(Loop.forever(() -> Time.sleep(silence)));
  }

  private static void busy(Stage stage, int millis, LongAdder rounds) {
    var pause = stage.load().pause(millis);
    Task.builder().name("busy").spawn(Loop.forever(() -> Futures.map(Time.sleep(pause), _ -> {
      Work.compute(20);
      rounds.increment();
      return true;
    })));
  }

  private static void checkMemory(int size) {
    long needed = size * BYTES_PER_TASK + BYTES_BESIDE;
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      throw new CannotStart(String.format(Locale.ROOT,
          "%,d tasks need a heap of about %,d MiB, and this JVM has %,d at most: set JAVA_TOOL_OPTIONS=-Xmx%dm, or write a smaller --size",
          size, needed >> 20,
          most >> 20, needed >> 20));
    }
  }

  private static long usedMemory() {
    var memory = Runtime.getRuntime();
    return memory.totalMemory() - memory.freeMemory();
  }
}
