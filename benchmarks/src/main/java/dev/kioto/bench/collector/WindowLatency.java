package dev.kioto.bench.collector;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.StreamListener;
import dev.kioto.console.client.StreamRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How long it takes from a program's telling its news, in which every one of its tasks changed, until a client has the window that
/// shows the last of it: gRPC, decoder, model, window, JSON and WebSocket. The program tells twice a second.
final class WindowLatency {
  private static final double MILLIS_GOAL = 250;
  private static final double MILLI = 1e6;
  private static final long PAUSE_MILLIS = 500;
  private static final long MARK = 1_000_000; // polls of the marked task a round: it is always the first row
  private static final int INTERVAL_MILLIS = 50; // the shortest that a client may ask for

  private WindowLatency() {}

  static List<Goal> run(String name, CollectorEffort effort) throws IOException, InterruptedException {
    int tasks = effort.tasks() / 10;
    try (var program = new LargeProgram(tasks); var collector = new MeasuredCollector()) {
      var client = collector.client();
      var target = program.attach(client);
      var seen = new LinkedBlockingQueue<Long>();
      var window = new WindowRequest("state:idle", "-polls", 0, 100, INTERVAL_MILLIS);
      var times = new long[effort.rounds()];
      try (var _ = client.stream().subscribe(StreamRequest.tasks(target, window), new Listener(seen))) {
        for (int i = -effort.warmUps(); i < times.length; i++) {
          int round = i + effort.warmUps() + 1;
          long nanos = tell(program, round, seen);
          if (i >= 0) times[i] = nanos;
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
      Arrays.sort(times);
      var what = "%,d tasks changed, to the client's window, ".formatted(tasks);
      return List.of(
          Goal.atMost(MILLIS_GOAL, name, what + "median", times[times.length / 2] / MILLI, "ms"),
          Goal.atMost(MILLIS_GOAL, name, what + "slowest of " + times.length, times[times.length - 1] / MILLI, "ms"));
    }
  }

  /// @return nanoseconds until the client had seen it
  private static long tell(LargeProgram program, int round, LinkedBlockingQueue<Long> seen)
      throws InterruptedException {
    var messages = messages(program.tasks(), round);
    program.pass(PAUSE_MILLIS);
    long start = System.nanoTime();
    for (int i = 0; i < messages.size(); i++) {
      boolean last = i == messages.size() - 1;
      program.say(messages.get(i), (last ? round : round - 1) * MARK + 1);
    }
    while (true) {
      var polls = seen.poll(20, TimeUnit.SECONDS);
      if (polls == null) throw new IllegalStateException("no window within 20 s");
      if (polls / MARK >= round) return System.nanoTime() - start;
    }
  }

  private static List<byte[]> messages(int tasks, int round) {
    var messages = new ArrayList<byte[]>();
    for (int first = 2; first <= tasks; first += News.BATCH) {
      var news = new News();
      for (int id = first; id < Math.min(first + News.BATCH, tasks + 1); id++) {
        news.polled(id, round + id % 1_000, 100_000 + round * PAUSE_MILLIS);
      }
      messages.add(news.at(0));
    }
    return messages;
  }

  /// Hands on how often the first task of a window was polled.
  private record Listener(LinkedBlockingQueue<Long> polls) implements StreamListener<Window> {
    @Override
    public void onMessage(Window window) {
      if (!window.rows().isEmpty()) polls.add(window.rows().getFirst().polls());
    }

    @Override
    public void onProblem(Problem problem) {
      throw new IllegalStateException(problem.detail());
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {}
  }
}
