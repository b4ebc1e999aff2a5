package dev.kioto.console.client;

import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPage;
import dev.kioto.console.api.lab.LabRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The scheduler lab of a server: [ConsoleClient#lab]. Experiments are made by the command line; what comes of them is read here. Blocks and
/// throws as that does, and is as safe. Lives as long as its client.
public final class LabClient {

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

  private static String path(String id) {
    return "lab/experiments/" + HttpExchange.encode(id);
  }
}
