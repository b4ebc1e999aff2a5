package dev.kioto.console.client;

import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPage;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabRun;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The scheduler lab of a server: [ConsoleClient#lab]. Experiments are made here, and what comes of them is read. Blocks and throws as
/// that does, and is as safe. Lives as long as its client.
public final class LabClient {

  // A program is started for each combination of settings, once.
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(60);

  private final HttpExchange http;

  LabClient(HttpExchange http) {
    this.http = http;
  }

  /// A part of the list of experiments, the newest first.
  ///
  /// @param cursor the `nextCursor` of the part before, or null for the first
  public ExperimentPage experiments(int limit, @Nullable String cursor) {
    var path = "lab/experiments?limit=" + limit + (cursor == null ? "" : "&cursor=" + HttpExchange.encode(cursor));
    return http.get(path, ExperimentPage.class);
  }

  /// An experiment and how far it is.
  public Experiment experiment(String id) {
    return http.get(path(id), Experiment.class);
  }

  /// A run that has ended, with its course.
  ///
  /// @param runId `ROUND-LETTER`
  public LabRun run(String id, String runId) {
    return http.get(path(id) + "/runs/" + HttpExchange.encode(runId), LabRun.class);
  }

  /// What the threads of a run did, event by event, as parts that a screen can tell apart.
  ///
  /// @param from on the clock of the run's machine, as [LabRun#measuredAt] is
  public Lanes lanes(String id, String runId, Instant from, Instant to, int pixels) {
    return http.get(path(id) + "/runs/" + HttpExchange.encode(runId) + "/lanes?pixels=" + pixels + "&from="
        + HttpExchange.encode(from.toString()) + "&to=" + HttpExchange.encode(to.toString()), Lanes.class);
  }

  /// What comes of an experiment, as far as it is.
  ///
  /// @param baseline the letter of the settings that the others are compared to; null for those that the experiment names
  public Comparison comparison(String id, @Nullable String baseline) {
    var query = baseline == null ? "" : "?baseline=" + HttpExchange.encode(baseline);
    return http.get(path(id) + "/comparison" + query, Comparison.class);
  }

  /// Begins to compare two targets, or stretches of what is kept of them, without an experiment.
  ///
  /// @return the comparison, kept as an experiment: ask for it again until its state is no more `RUNNING`
  public Experiment compare(CompareRequest wanted) {
    return http.post("lab/comparisons", wanted, HttpExchange.ANSWER_TIMEOUT, Experiment.class);
  }

  /// What experiments of the server can be made of.
  public LabOptions options() {
    return http.get("lab/options", LabOptions.class);
  }

  /// What an experiment would be, or what is wrong with it. Nothing is made.
  public ExperimentPlan plan(ExperimentSpec spec) {
    return http.post("lab/plans", spec, CHECK_TIMEOUT, ExperimentPlan.class);
  }

  /// Makes an experiment, and begins it.
  public Experiment begin(ExperimentSpec spec) {
    return http.post("lab/experiments", spec, CHECK_TIMEOUT, Experiment.class);
  }

  /// Asks for the end of an experiment, whichever process makes it; the run that goes on is lost. It is running until its program has
  /// ended.
  public Experiment stop(String id) {
    return http.post(path(id) + "/commands/stop", null, HttpExchange.ANSWER_TIMEOUT, Experiment.class);
  }

  /// Goes on with an experiment that was stopped.
  public Experiment resume(String id) {
    return http.post(path(id) + "/commands/resume", null, CHECK_TIMEOUT, Experiment.class);
  }

  /// Takes an experiment off the server's disk, with all that its runs recorded.
  public void delete(String id) {
    http.delete(path(id));
  }

  private static String path(String id) {
    return "lab/experiments/" + HttpExchange.encode(id);
  }
}
