package dev.kioto.console.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.Sorts;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.tokio.instrument.Update;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How many task updates a second one thread takes from the bytes of the wire into a model of many live tasks, while a
/// window on them is open; and whether so many tasks fit into the heap that it was started with. Says nothing of gRPC
/// beneath the message. Run by hand, see docs/benchmarks.md; the heap is the JVM's `-Xmx`.
public final class IngestBenchmark {

  private static final int BATCH = 10_000;
  private static final int RUNS = 40;

  private final int tasks;
  private final SplittableRandom random = new SplittableRandom(1);
  private final UpdateDecoder decoder = new UpdateDecoder(new Oddities());
  private final TargetModel model = new TargetModel(new Retention(Duration.ofMinutes(5), 100_000, 2_000_000));

  private IngestBenchmark(int tasks) {
    this.tasks = tasks;
  }

  public static void main(String[] args) throws Exception {
    new IngestBenchmark(args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000).run();
  }

  @SuppressWarnings("SystemGc") // nothing else gives a figure to compare
  private void run() throws Exception {
    for (int first = 1; first <= tasks; first += BATCH) {
      var update = Wire.update(100_000).metadata();
      for (int id = first; id < first + BATCH; id++) update.task(id, "conn-" + id % 5_000, Wire.stats(id % 90_000));
      take(update.build().toByteArray());
    }
    System.gc();
    var runtime = Runtime.getRuntime();
    System.out.printf(Locale.ROOT, "%,d tasks take %,d MB of a heap of at most %,d MB%n", model.counts().total(),
        (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
    var messages = new ArrayList<byte[]>();
    for (int i = 0; i < 20; i++) messages.add(message(i));
    var listing = new TaskListing(Filters.parse(""), Sorts.parse("-polls"), null, 0, 100);
    try (var live = model.watch(listing)) {
      live.rows((task, _) -> task.id());
      var times = new long[RUNS];
      for (int run = -40; run < RUNS; run++) {
        var message = messages.get(Math.floorMod(run, messages.size()));
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        take(message);
        if (run >= 0) times[run] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      }
      Arrays.sort(times);
      System.out.printf(Locale.ROOT, "task updates taken in, by one processor: %,.0f a second (slowest of %d: %,.0f)%n",
          BATCH / (times[RUNS / 2] / 1e9), RUNS, BATCH / (times[RUNS - 1] / 1e9));
    }
  }

  private byte[] message(int second) {
    var update = Wire.update(100_000 + second * 50L);
    for (int i = 0; i < BATCH; i++) {
      var stats = Wire.stats(random.nextInt(90_000)).setWakes(random.nextInt(1000)).setLastWake(Wire.at(90_000));
      update.stats(1 + random.nextInt(tasks), stats);
    }
    return update.build().toByteArray();
  }

  private void take(byte[] message) throws InvalidProtocolBufferException {
    model.apply(decoder.decode(Update.parseFrom(message)));
  }
}
