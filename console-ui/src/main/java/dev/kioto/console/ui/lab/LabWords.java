package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The words of an experiment.
final class LabWords {
  private static final double SECOND = 1e9;

  private LabWords() {}

  /// What it is called: by its workload when nobody gave it a name.
  static String title(Experiment experiment) {
    var name = experiment.spec().name();
    return name == null || name.isBlank() ? workload(experiment.spec()) : name;
  }

  /// What is run: `demo http --port 0`, or the command.
  static String workload(ExperimentSpec spec) {
    var workload = spec.workload();
    if (workload == null) {
      return "an experiment";
    }
    var demo = workload.demo();
    return demo != null ? "demo " + String.join(" ", demo)
        : String.join(" ", Objects.requireNonNullElse(workload.command(), List.of()));
  }

  /// How it is run, in a line.
  static String manner(Experiment experiment) {
    var spec = experiment.spec();
    var facts = new ArrayList<String>();
    int arms = Math.max(1, experiment.arms().size());
    facts.add(Counts.of(experiment.order().size(), "run") + ", interleaved");
    facts.add(Counts.of(experiment.order().size() / arms, "round") + " of " + Counts.of(arms, "setting"));
    if (spec.duration() != null) {
      facts.add(spec.duration() + " each" + (spec.warmUp() == null ? "" : " after " + spec.warmUp()));
    }
    var name = spec.name();
    if (name != null && !name.isBlank()) {
      facts.add(workload(spec));
    }
    return String.join(" · ", facts);
  }

  /// How far it is: `7 of 24 runs, about 4.00 m left`.
  static String progress(Experiment experiment) {
    int all = experiment.order().size();
    int done = experiment.runs().size();
    long failed = experiment.runs().stream().filter(run -> run.problem() != null).count();
    var text = switch (experiment.state()) {
      case RUNNING -> done + " of " + Counts.of(all, "run") + left(experiment, all, done);
      case STOPPED -> "stopped after " + done + " of " + Counts.of(all, "run") + ": kioto lab resume " + experiment.id()
          + " goes on";
      case FINISHED -> Counts.of(all, "run");
      case UNKNOWN -> done + " of " + Counts.of(all, "run");
    };
    return failed == 0 ? text : failed + " failed, " + text;
  }

  private static String left(Experiment experiment, int all, int done) {
    if (all == 0 || experiment.estimatedSeconds() <= 0) {
      return "";
    }
    double seconds = experiment.estimatedSeconds() * (double) (all - done) / all;
    return ", about " + Durations.text(Math.round(seconds * SECOND)) + " left";
  }

  /// A state in a word.
  static String state(Experiment.State state) {
    return switch (state) {
      case RUNNING -> "running";
      case FINISHED -> "finished";
      case STOPPED -> "stopped";
      case UNKNOWN -> "unknown";
    };
  }

  /// A difference: as a share of the baseline, or in the measure's unit where the baseline is 0.
  static String difference(Finding finding, double value, String unit) {
    return finding.isRelative() ? Quantities.change(value) : Quantities.difference(value, unit);
  }

  /// From where to where the difference may be; empty when there were too few rounds to say.
  static String interval(Finding finding, String unit) {
    var low = finding.low();
    var high = finding.high();
    return low == null || high == null ? ""
        : difference(finding, low, unit) + " to " + difference(finding, high, unit);
  }

  /// A verdict in words.
  static String verdict(Finding.Verdict verdict) {
    return switch (verdict) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case DIFFERS -> "differs";
      case NONE -> "no difference these runs can show";
      case UNKNOWN -> "unknown";
    };
  }

  /// 50 is `p50`, 99.9 is `p99.9`, 100 is `max`.
  static String percentile(double percentile) {
    if (percentile >= 100) {
      return "max";
    }
    return 'p'
        + (percentile == Math.rint(percentile) ? String.valueOf(Math.round(percentile)) : String.valueOf(percentile));
  }

  /// The unit of a measure; empty for one that nobody told of.
  static String unit(List<Measure> measures, String id) {
    return measures.stream().filter(measure -> measure.id().equals(id)).map(Measure::unit).findFirst().orElse("");
  }

  /// The name of a measure for people.
  static String label(List<Measure> measures, String id) {
    return measures.stream().filter(measure -> measure.id().equals(id)).map(Measure::label).findFirst().orElse(id);
  }
}
