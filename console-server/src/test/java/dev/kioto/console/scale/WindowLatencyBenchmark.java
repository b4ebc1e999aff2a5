package dev.kioto.console.scale;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.WindowListener;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.instrument.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How long it takes from a program's telling its news, in which every one of 100,000 live tasks changed, until a client has
/// the window that shows it: gRPC, decoder, model, window, JSON and WebSocket, all in this process, which is the program
/// too. Run by hand, see docs/benchmarks.md.
public final class WindowLatencyBenchmark {

  private static final int BATCH = 5_000; // of one message, as the program's own
  private static final int RUNS = 30;
  private static final int WARM_UPS = 15;

  private WindowLatencyBenchmark() {}

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var snapshot = new ArrayList<Update>();
    for (int first = 1; first <= tasks; first += BATCH) {
      var update = Wire.update(100_000).metadata();
      for (int id = first; id < first + BATCH; id++) update.task(id, "conn-" + id % 5_000, Wire.stats(id % 90_000));
      snapshot.add(update.build());
    }
    try (var program = FakeTarget.tokio(snapshot.toArray(Update[]::new));
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      var target = client.attach(program.address()).id();
      var polls = new LinkedBlockingQueue<Long>();
      var request = new WindowRequest("state:idle", "-polls", 0, 100, 50);
      try (var _ = client.openWindow(target, request, new Listener(polls))) {
        var times = new long[RUNS];
        for (int run = -WARM_UPS; run < RUNS; run++) {
          var news = news(tasks, run + WARM_UPS + 2);
          Thread.sleep(500); // twice a second
          long start = System.nanoTime();
          news.forEach(program::send);
          long seen = 0;
          while (seen < run + WARM_UPS + 2) {
            var next = polls.poll(20, TimeUnit.SECONDS);
            if (next == null) throw new IllegalStateException("no window within 20 s");
            seen = next;
          }
          if (run >= 0) times[run] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%,d changed tasks, from the program to the client's window: median %.1f ms, "
            + "slowest of %d %.1f ms%n", tasks, times[RUNS / 2] / 1e6, RUNS, times[RUNS - 1] / 1e6);
      }
    }
  }

  /// Statistics of every task; the one that is told of last has the most polls.
  private static List<Update> news(int tasks, int round) {
    var news = new ArrayList<Update>();
    for (int first = 1; first <= tasks; first += BATCH) {
      var update = Wire.update(100_000 + round * 500L);
      for (int id = first; id < first + BATCH; id++) {
        long polls = id == tasks ? round * 1_000_000L : round;
        update.stats(id, Wire.stats(id % 90_000).setPollStats(PollStats.newBuilder().setPolls(polls)
            .setLastPollStarted(Wire.at(99_000)).setLastPollEnded(Wire.at(99_001)).setBusyTime(Wire.millis(round))));
      }
      news.add(update.build());
    }
    return news;
  }

  /// Hands on how often the first task of a window was polled, in millions.
  private record Listener(LinkedBlockingQueue<Long> polls) implements WindowListener {

    @Override
    public void onWindow(Window window) {
      if (!window.rows().isEmpty()) polls.add(window.rows().getFirst().polls() / 1_000_000);
    }

    @Override
    public void onProblem(Problem problem) {
      throw new IllegalStateException(problem.detail());
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {}
  }
}
