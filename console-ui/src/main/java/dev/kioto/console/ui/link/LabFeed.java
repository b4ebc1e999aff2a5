package dev.kioto.console.ui.link;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.LabClient;
import dev.kioto.console.lab.report.ReportPage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for the experiments of the lab, or for one of them, while somebody looks; reads runs, and writes reports.
final class LabFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final int MOST = 200;

  /// Runs that are wanted.
  private record Wanted(String experimentId, List<String> runIds) {}

  /// What a comparison was made of: while that is the same, it is.
  private record Compared(LabRequest request, int runs, Experiment.State state) {}

  private final LabClient lab;
  private final Pulse.Inlet<ConsoleNews> listIn;
  private final Pulse.Inlet<ConsoleNews> runsIn;
  private final Pulse.Inlet<ConsoleNews> answerIn;
  private final Repeater list = new Repeater("lab", EVERY, this::ask);
  private final Repeater runs = new Repeater("lab-runs", NEVER, this::readRuns);
  // Written by the UI thread, read by the repeaters.
  private volatile @Nullable LabRequest request;
  private volatile @Nullable Wanted wanted;
  // Of the first repeater.
  private @Nullable Compared compared;
  private @Nullable Comparison comparison;
  // Of the second: what was read of the experiment of that id.
  private final Map<String, LabRun> read = new HashMap<>();
  private String readOf = "";

  LabFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    lab = client.lab();
    listIn = pulse.inlet(receiver);
    runsIn = pulse.inlet(receiver);
    answerIn = pulse.inlet(receiver);
  }

  void start() {
    list.start();
    runs.start();
  }

  void want(@Nullable LabRequest now) {
    request = now;
    list.kick();
  }

  /// Asks at once again.
  void kick() {
    list.kick();
  }

  void wantRuns(String experimentId, List<String> runIds) {
    wanted = new Wanted(experimentId, List.copyOf(runIds));
    runs.kick();
  }

  // Not on the UI thread.
  void saveReport(String id, @Nullable String baseline, Path file) {
    String reason;
    try {
      var experiment = lab.experiment(id);
      var all = experiment.runs().stream().map(run -> lab.run(id, run.id())).toList();
      reason = write(file, ReportPage.of(experiment, all, lab.comparison(id, baseline)));
    } catch (ConsoleClientException e) {
      reason = ConsoleLink.sentence(e);
    }
    answerIn.offer(new ConsoleNews.Report(file, reason));
  }

  private static String write(Path file, String page) {
    try {
      Files.writeString(file, page);
      return "";
    } catch (NoSuchFileException _) {
      return "there is no such folder";
    } catch (AccessDeniedException _) {
      return "this user may not write there";
    } catch (IOException e) {
      return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
  }

  private void ask() {
    var now = request;
    if (now == null) {
      return;
    }
    try {
      var id = now.experimentId();
      listIn.offer(id == null ? new ConsoleNews.Experiments(lab.experiments(MOST, null).experiments())
          : experiment(now, lab.experiment(id)));
    } catch (ConsoleClientException e) {
      listIn.offer(new ConsoleNews.LabFailed(now, ConsoleLink.sentence(e)));
    }
  }

  private ConsoleNews experiment(LabRequest now, Experiment experiment) {
    var key = new Compared(now, experiment.runs().size(), experiment.state());
    var known = comparison;
    if (known == null || !key.equals(compared)) {
      known = lab.comparison(experiment.id(), now.baseline());
      comparison = known;
      compared = key;
    }
    return new ConsoleNews.ExperimentNow(now, experiment, known);
  }

  private void readRuns() {
    var now = wanted;
    if (now == null) {
      return;
    }
    if (!now.experimentId().equals(readOf)) {
      read.clear();
      readOf = now.experimentId();
    }
    var all = new ArrayList<LabRun>();
    for (var id : now.runIds()) {
      try {
        all.add(Objects.requireNonNull(read.computeIfAbsent(id, wantedId -> lab.run(now.experimentId(), wantedId))));
      } catch (ConsoleClientException _) {
        // It is not shown; that the server does not answer is said where the experiment is asked for again and again.
      }
    }
    runsIn.offer(new ConsoleNews.LabRuns(now.experimentId(), all));
  }

  @Override
  public void close() {
    list.close();
    runs.close();
  }
}
