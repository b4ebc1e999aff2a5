package dev.kioto.bench.collector;

import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TaskQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// How long a client waits for the past of a program with many tasks that change all the time: for the first hundred rows as of a moment
/// that nobody has asked for, for those of a moment that was asked for just before, and for a recording to be elsewhere.
final class Past {
  private static final double MILLI = 1e6;
  private static final int SHARE = 10; // of the tasks of the largest program
  private static final int MESSAGES_A_SECOND = 10; // on the program's clock; each tells of a batch of tasks
  private static final long LEAST_MILLIS = 2_000; // so that there are different moments to go to
  private static final TaskQuery FIRST = new TaskQuery("", "-polls", 100, null);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Past() {}

  static List<Goal> run(String name, CollectorEffort effort) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("kioto-bench");
    int tasks = effort.tasks() / SHARE;
    try (var program = new LargeProgram(tasks); var collector = new MeasuredCollector(folder)) {
      var client = collector.client();
      var target = program.attach(client);
      settle(program, client, target);
      var recording = client.record(target).id();
      var from = Instant.now();
      var time = Duration.ofMillis(Math.max(LEAST_MILLIS, 2L * effort.millis()));
      tell(program, time);
      var to = Instant.now();
      client.stopRecording(recording);
      var goals = new ArrayList<Goal>();
      goals.add(Goal.figure(name, "trail of %,d tasks, told of for %,d ms".formatted(tasks, time.toMillis()),
          client.trail(target).bytes() / (double) (1 << 20), "MiB"));
      moments(goals, name, effort, client, target, from, to);
      seeks(goals, name, effort, client, client.attach(client.recording(recording).address()).id());
      return goals;
    } finally {
      delete(folder);
    }
  }

  /// The trail begins when all tasks are sure to be there.
  private static void settle(LargeProgram program, ConsoleClient client, String target) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (client.trail(target).from() == null) {
      if (System.nanoTime() > deadline) throw new IllegalStateException("there is no trail of the program");
      program.pass(1_000);
      program.say(new News().at(0), 1);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void tell(LargeProgram program, Duration time) throws InterruptedException {
    var random = new SplittableRandom(1);
    long end = System.nanoTime() + time.toNanos();
    for (long said = 2; System.nanoTime() < end; said++) {
      var news = new News();
      int batch = Math.min(News.BATCH, program.tasks() / 2);
      int first = random.nextInt(2, program.tasks() - batch);
      for (int id = first; id < first + batch; id++) news.polled(id, said, 100_000 + said);
      program.pass(1_000 / MESSAGES_A_SECOND);
      program.say(news.at(0), said);
      TimeUnit.MILLISECONDS.sleep(1_000 / MESSAGES_A_SECOND);
    }
  }

  private static void moments(List<Goal> goals, String name, CollectorEffort effort, ConsoleClient client,
      String target, Instant from, Instant to) {
    var random = new SplittableRandom(2);
    var first = new long[effort.rounds()];
    var again = new long[effort.rounds()];
    for (int i = -effort.warmUps(); i < effort.rounds(); i++) {
      var past = client.asOf(from.plusNanos(random.nextLong(Duration.between(from, to).toNanos())));
      long start = System.nanoTime();
      past.tasks(target, FIRST);
      long middle = System.nanoTime();
      past.tasks(target, FIRST);
      if (i < 0) continue;
      first[i] = middle - start;
      again[i] = System.nanoTime() - middle;
    }
    add(goals, name, "a moment that nobody has asked for", first);
    add(goals, name, "the same moment again", again);
  }

  private static void seeks(List<Goal> goals, String name, CollectorEffort effort, ConsoleClient client,
      String recording) throws InterruptedException {
    var all = client.play(recording, new PlaybackRequest(null, null, true));
    long length = Duration.between(all.from(), all.to()).toNanos();
    var random = new SplittableRandom(3);
    var times = new long[effort.rounds()];
    for (int i = -effort.warmUps(); i < effort.rounds(); i++) {
      // From the first third to the last and back: each is a jump past a place that tells all that was known.
      boolean isEarly = client.playback(recording).position().isBefore(all.from().plusNanos(length * 9 / 20));
      long least = isEarly ? length * 6 / 10 : 0;
      var before = client.tasks(recording, FIRST).asOf();
      long start = System.nanoTime();
      client.play(recording,
          new PlaybackRequest(all.from().plusNanos(least + random.nextLong(length * 3 / 10)), null, true));
      while (client.tasks(recording, FIRST).asOf().equals(before)) {
        if (System.nanoTime() - start > LONGEST_WAIT_NANOS) throw new IllegalStateException("it does not go there");
        TimeUnit.MILLISECONDS.sleep(1);
      }
      if (i >= 0) times[i] = System.nanoTime() - start;
    }
    add(goals, name, "a jump in a recording", times);
  }

  private static void add(List<Goal> goals, String name, String what, long[] times) {
    Arrays.sort(times);
    goals.add(Goal.figure(name, what + ", median", times[times.length / 2] / MILLI, "ms"));
    goals.add(Goal.figure(name, what + ", slowest", times[times.length - 1] / MILLI, "ms"));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
