package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The words of an experiment.
final class LabWords {
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
      return "compared without an experiment";
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
    if (spec.workload() == null) {
      facts.add(Counts.of(experiment.order().size() / arms, "slice") + " of each");
      return String.join(" · ", facts);
    }
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

  /// How far it is: `run 8 of 24, B, measuring, about 4 min left`.
  static String progress(Experiment experiment) {
    int all = experiment.order().size();
    int done = experiment.runs().size();
    long failed = experiment.runs().stream().filter(run -> run.problem() != null).count();
    var text = switch (experiment.state()) {
      case RUNNING -> running(experiment, all, done);
      case STOPPED -> "stopped after " + done + " of " + Counts.of(all, "run");
      case FINISHED -> Counts.of(all, "run");
      case UNKNOWN -> done + " of " + Counts.of(all, "run");
    };
    return failed == 0 ? text : failed + " failed, " + text;
  }

  // `run 5 of 16, B, measuring, about 2 min left`
  private static String running(Experiment experiment, int all, int done) {
    var now = experiment.now();
    if (now == null) {
      return done + " of " + Counts.of(all, "run");
    }
    if (now.phase() == Experiment.Phase.STOPPING) {
      return "stopping after " + done + " of " + Counts.of(all, "run");
    }
    var run = now.run();
    var place = run == null ? done + " of " + Counts.of(all, "run")
        : "run " + now.place() + " of " + all + ", " + run.substring(run.indexOf('-') + 1);
    var words = place + ", " + phase(now.phase()) + ", about " + time(now.secondsLeft()) + " left";
    return now.isHere() ? words : words + ", by process " + now.pid();
  }

  /// What is done with a run.
  static String phase(Experiment.Phase phase) {
    return switch (phase) {
      case STARTING -> "starting";
      case WARMING_UP -> "warming up";
      case MEASURING -> "measuring";
      case STOPPING -> "stopping";
      case UNKNOWN -> "running";
    };
  }

  /// A time for people: `40 s`, `4 min`, `1 h 10 min`.
  static String time(long seconds) {
    if (seconds < 90) {
      return Math.max(1, seconds) + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 60 ? minutes + " min"
        : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
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
