package dev.kioto.console.cli;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.Worker;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.text.Units;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A live summary of a server's targets in the terminal: redrawn in place where that is possible, else a line now and
/// then.
final class Summary {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration LINE = Duration.ofSeconds(5);
  private static final int FEWEST_ROWS = 3;
  private static final int OTHER_LINES = 6; // two above, a blank, titles, one below, the cursor's

  private final ConsoleClient client;
  private final String api;
  private final PrintWriter out;
  private final boolean interactive = Terminal.isInteractive();
  private final Terminal terminal = new Terminal(System.out);

  private long lastPolls = -1; // -1 before the first look
  private long lastNanos;

  private Summary(ConsoleClient client, String api, PrintWriter out) {
    this.client = client;
    this.api = api;
    this.out = out;
  }

  static Summary of(ConsoleClient client, String api, PrintWriter out) {
    return new Summary(client, api, out);
  }

  /// Shows the summary until the future is done.
  ///
  /// @param ending whether the server is being stopped, and need not answer any more
  void runUntil(CompletableFuture<?> end, BooleanSupplier ending) {
    long wait = REDRAW.toMillis();
    do {
      show(ending);
      if (!interactive && lastPolls >= 0) wait = LINE.toMillis();
    } while (!isDoneWithin(end, wait));
  }

  private static boolean isDoneWithin(CompletableFuture<?> end, long millis) {
    try {
      end.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void show(BooleanSupplier ending) {
    List<String> lines;
    try {
      var targets = client.targets();
      lines = new ArrayList<>();
      for (var target : targets) lines.add(line(target));
      if (interactive && !targets.isEmpty()) addTasks(targets.getFirst(), lines);
    } catch (ConsoleClientException e) {
      if (ending.getAsBoolean()) return;
      lines = List.of(String.valueOf(e.getMessage()));
    }
    if (interactive) {
      terminal.redraw(lines);
    } else {
      var time = CLOCK.format(LocalTime.now(ZoneId.systemDefault()));
      for (var line : lines) out.println(time + "  " + line);
      out.flush();
    }
  }

  private String line(Target target) {
    var tasks = target.tasks();
    var line = new StringBuilder(target.name()).append("  ");
    switch (target.state()) {
      case CONNECTING -> line.append("connecting to ").append(target.address());
      case DISCONNECTED -> line.append(target.error() == null ? "not connected" : target.error());
      case CONNECTED -> {
        line.append(tasks.total()).append(" tasks: ")
            .append(tasks.running()).append(" running, ")
            .append(tasks.scheduled()).append(" scheduled, ")
            .append(tasks.idle()).append(" idle, ")
            .append(tasks.completed()).append(" completed");
        if (target.can(Capability.WORKERS)) line.append(rate(target));
        if (target.droppedEvents() > 0) line.append(", ").append(target.droppedEvents()).append(" events lost");
        line.append(recorder(target.recorder()));
      }
    }
    return line.toString();
  }

  private static String recorder(@Nullable Recorder recorder) {
    if (recorder == null) return "";
    var text = ", recording " + recorder.level().name().toLowerCase(Locale.ROOT) + " ("
        + Units.rate(recorder.eventsPerSecond()) + " events/s, "
        + String.format(Locale.ROOT, "%.1f %% of a processor", 100 * recorder.cpuShare()) + ")";
    return recorder.wasLowered() ? text + "; lowered: " + recorder.loweredBecause() : text;
  }

  private String rate(Target target) {
    var workers = client.workers(target.id());
    long polls = workers.workers().stream().mapToLong(Worker::polls).sum();
    long now = System.nanoTime();
    var text = lastPolls < 0 ? ""
        : ", " + Units.rate((polls - lastPolls) / Math.max(1e-9, (now - lastNanos) / 1e9)) + " polls/s";
    lastPolls = polls;
    lastNanos = now;
    return workers.stuckPolls() == 0 ? text : text + ", " + workers.stuckPolls() + " stuck in polls";
  }

  private void addTasks(Target target, List<String> lines) {
    var size = Terminal.size();
    int rows = Math.max(FEWEST_ROWS, size.rows() - lines.size() - OTHER_LINES);
    var page = client.tasks(target.id(), new TaskQuery("not state:completed", "-busy", rows, null));
    lines.replaceAll(line -> cut(line, size.columns()));
    lines.add("");
    lines.addAll(TaskTable.lines(page.tasks(), size.columns()));
    lines.add(cut(page.tasks().size() + " of " + page.matched() + " live tasks, busiest first; all: " + api
        + "/api/v1/targets/" + target.id() + "/tasks", size.columns()));
  }

  private static String cut(String line, int columns) {
    return line.length() > columns ? line.substring(0, columns) : line;
  }
}
