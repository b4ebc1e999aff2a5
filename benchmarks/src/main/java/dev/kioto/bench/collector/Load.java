package dev.kioto.bench.collector;

import dev.kioto.console.api.Intake;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.GroupQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Many programs and many clients at once, for a stated number of events: each program tells of tasks that begin, are polled and end,
/// and each client has windows open on several programs. Afterwards what the collector says is compared with what was told, task by task
/// in sums, and what the clients show with that: whatever is missing and is in no counter is lost.
final class Load {
  private static final int BORN = 20; // a message tells of so many that begin,
  private static final int POLLED = 20; // of so many polls of tasks that began with the message before,
  private static final int ENDED = 10; // and of so many that end
  private static final int EVENTS = BORN + POLLED + ENDED;
  private static final int WINDOWS = 5; // of a client
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final String name;
  private final CollectorEffort effort;
  private final int messages; // of each program
  private final List<FakeProgram> programs = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();
  private final List<LoadClient> clients = new ArrayList<>();

  private Load(String name, CollectorEffort effort) {
    this.name = name;
    this.effort = effort;
    // At full length 2,000,000 events, and fewer tasks that ended than are kept of one program.
    messages = Math.clamp(2L * effort.tasks() / effort.targets() / EVENTS, 2, 5_000);
  }

  static List<Goal> run(String name, CollectorEffort effort) throws IOException, InterruptedException {
    var load = new Load(name, effort);
    try (var collector = new MeasuredCollector()) {
      return load.run(collector);
    } finally {
      load.clients.forEach(LoadClient::close);
      load.programs.forEach(FakeProgram::close);
    }
  }

  private List<Goal> run(MeasuredCollector collector) throws IOException, InterruptedException {
    begin(collector);
    long cpu = collector.cpuNanos();
    long start = System.nanoTime();
    for (int message = 1; message < messages; message++) {
      for (var program : programs) program.say(message(message));
    }
    var lost = settled(collector.client());
    double seconds = (System.nanoTime() - start) / 1e9;
    cpu = collector.cpuNanos() - cpu;
    long events = (long) EVENTS * messages * programs.size();
    return List.of(
        Goal.atMost(0, name, "lost and not counted, of " + "%,d events".formatted(events), (double) lost.uncounted(),
            ""),
        Goal.atMost(0, name, "counted as dropped or refused", (double) lost.counted(), ""),
        Goal.atMost(0, name, "of %d windows, not the newest at last".formatted(WINDOWS * clients.size()),
            (double) stale(), ""),
        Goal.figure(name, "windows that the clients got",
            (double) clients.stream().mapToLong(LoadClient::received).sum(), ""),
        Goal.figure(name, "events a second, of %d programs".formatted(programs.size()), events / seconds, "1/s"),
        Goal.figure(name, "processor time for an event", cpu / 1e3 / events, "us"));
  }

  private void begin(MeasuredCollector collector) throws IOException, InterruptedException {
    for (int i = 0; i < effort.targets(); i++) {
      var program = new FakeProgram();
      programs.add(program);
      var attached = Thread.ofVirtual().start(() -> collector.client().attach(program.address()));
      program.say(message(0));
      attached.join();
    }
    collector.client().targets().forEach(target -> targets.add(target.id()));
    for (int i = 0; i < effort.clients(); i++) {
      clients.add(new LoadClient(collector.newClient()));
      for (int j = 0; j < WINDOWS; j++) clients.getLast().open(targets.get((i * WINDOWS + j) % targets.size()));
    }
  }

  /// Each message tells of tasks that no other one begins, so that a message that is lost is missed.
  private static byte[] message(int number) {
    var news = new News();
    if (number == 0) news.metadata();
    long first = 1 + (long) number * BORN;
    long now = 100_000L + number;
    for (long id = first; id < first + BORN; id++) news.born(id);
    for (long id = first - BORN; number > 0 && id < first - BORN + POLLED; id++) news.polled(id, 2, now);
    for (long id = first - BORN; number > 0 && id < first - BORN + ENDED; id++) news.ended(id, 2, now);
    return news.at(now);
  }

  private long born() {
    return (long) messages * BORN;
  }

  private long ended() {
    return (long) (messages - 1) * ENDED;
  }

  private long polls() {
    return born() + (long) (messages - 1) * POLLED;
  }

  /// What is missing.
  ///
  /// @param uncounted tasks, polls and ends that the collector does not know of and has not counted
  /// @param counted what it says was lost
  private record Lost(long uncounted, long counted) {}

  /// Waits until nothing is missing, or a minute: what was said may still be on its way.
  private Lost settled(ConsoleClient client) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_NANOS;
    while (true) {
      var lost = lost(client);
      boolean over = System.nanoTime() > deadline;
      if (over || (lost.uncounted() == 0 && lost.counted() == 0 && stale() == 0)) return lost;
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Lost lost(ConsoleClient client) {
    long missing = 0;
    long counted = 0;
    for (var id : targets) {
      var target = client.target(id);
      var groups = client.groups(id, new GroupQuery("kind", "", "-tasks", 100)).groups();
      var tasks = target.tasks();
      missing += Math.abs(born() - tasks.total()) + Math.abs(ended() - tasks.completed())
          + Math.abs(polls() - groups.stream().mapToLong(group -> group.polls()).sum());
      counted += target.droppedEvents() + refused(Objects.requireNonNullElse(target.intake(), Intake.CLEAN));
    }
    return new Lost(Math.max(0, missing - counted), counted);
  }

  private static long refused(Intake intake) {
    return intake.leftOut() + intake.orphanStats() + intake.refused() + intake.failedStreams() + intake.reusedIds();
  }

  private long stale() {
    return clients.stream().mapToLong(client -> client.stale((int) born())).sum();
  }
}
