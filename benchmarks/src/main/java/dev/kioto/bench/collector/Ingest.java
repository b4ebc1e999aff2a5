package dev.kioto.bench.collector;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.StreamListener;
import dev.kioto.console.client.StreamRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// How many task updates a collector takes in for a second of processor time, of a program that says more than it can take: the whole
/// process counts, with gRPC, the collection of garbage, and a window that stays open at a client. And how much memory the tasks take.
final class Ingest {
  private static final double UPDATES_GOAL = 200_000;
  private static final double MEBIBYTES_GOAL = 1024;
  private static final double MEBI = 1 << 20;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MESSAGES = 20; // made before, and said again and again

  private Ingest() {}

  static List<Goal> memory(String name, CollectorEffort effort) throws IOException, InterruptedException {
    try (var program = new LargeProgram(effort.tasks()); var collector = new MeasuredCollector()) {
      double before = collector.heapBytes();
      program.attach(collector.client());
      double heap = collector.heapBytes();
      return List.of(
          Goal.atMost(MEBIBYTES_GOAL, name, "heap with %,d live tasks".formatted(effort.tasks()), heap / MEBI, "MiB"),
          Goal.figure(name, "heap of one task", (heap - before) / effort.tasks(), "bytes"),
          Goal.figure(name, "resident, with -Xmx1g", collector.residentBytes() / MEBI, "MiB"));
    }
  }

  static List<Goal> rate(String name, CollectorEffort effort) throws IOException, InterruptedException {
    try (var program = new LargeProgram(effort.tasks()); var collector = new MeasuredCollector()) {
      var client = collector.client();
      var target = program.attach(client);
      var window = StreamRequest.tasks(target, new WindowRequest("", "-polls", 0, 100, 250));
      try (var _ = client.stream().subscribe(window, new Ignored())) {
        return flood(name, effort, program, collector, target);
      }
    }
  }

  private static List<Goal> flood(String name, CollectorEffort effort, LargeProgram program,
      MeasuredCollector collector, String target) throws IOException, InterruptedException {
    var flood = new Flood(program);
    var thread = Thread.ofPlatform().name("kioto-flood").start(flood);
    try {
      TimeUnit.MILLISECONDS.sleep(effort.millis());
      long updates = awaitMore(collector.client(), target, 1);
      long cpu = collector.cpuNanos();
      long start = System.nanoTime();
      TimeUnit.MILLISECONDS.sleep(effort.millis());
      updates = awaitMore(collector.client(), target, updates) - updates;
      cpu = collector.cpuNanos() - cpu;
      double seconds = (System.nanoTime() - start) / 1e9;
      return List.of(
          Goal.atLeast(UPDATES_GOAL, name, "task updates for a second of processor time", updates / (cpu / 1e9), "1/s"),
          Goal.figure(name, "task updates a second", updates / seconds, "1/s"),
          Goal.figure(name, "processors that the collector took", cpu / 1e9 / seconds, ""));
    } finally {
      flood.over = true;
      thread.join();
    }
  }

  /// How many updates the collector has taken in, once they are more than so many.
  private static long awaitMore(ConsoleClient client, String target, long before) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (true) {
      long taken = client.task(target, "" + LargeProgram.MARKED).task().polls();
      if (taken > before) return taken;
      if (System.nanoTime() > deadline) throw new IllegalStateException("the collector takes nothing in");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /// Says how other tasks were polled, as fast as it is taken. The marked task's polls are how many were told of.
  private static final class Flood implements Runnable {
    private final LargeProgram program;
    private volatile boolean over; // set once, by whoever measures

    Flood(LargeProgram program) {
      this.program = program;
    }

    @Override
    public void run() {
      var random = new SplittableRandom(1);
      int each = Math.min(News.BATCH, program.tasks() - 1);
      var messages = new ArrayList<byte[]>();
      for (int i = 0; i < MESSAGES; i++) {
        var news = new News();
        int first = random.nextInt(2, program.tasks() - each + 2);
        for (int id = first; id < first + each; id++) news.polled(id, 2 + random.nextInt(1_000), 100_000);
        messages.add(news.at(0));
      }
      try {
        for (long said = 0; !over; said++) {
          program.say(messages.get((int) (said % MESSAGES)), (said + 1) * (each + 1));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// A client that does nothing with what it gets.
  private static final class Ignored implements StreamListener<Window> {
    @Override
    public void onMessage(Window message) {}

    @Override
    public void onProblem(Problem problem) {
      throw new IllegalStateException(problem.detail());
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {}
  }
}
