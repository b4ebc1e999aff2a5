package dev.kioto.console.ui.charts;

import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.terms.Term;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The charts, from top to bottom.
public enum Chart {
  /// What tasks do.
  TASKS("Tasks", true, new Line("tasks.running", "running", Tone.RUNNING),
      new Line("tasks.scheduled", "scheduled", Tone.SCHEDULED), new Line("tasks.idle", "idle", Tone.IDLE)),
  /// How much happens.
  RATES("Per second", false, new Line("polls", "polls", Tone.RUNNING),
      new Line("wakes", "wakes", Tone.COUNT)),
  /// How long tasks wait for a worker.
  DELAY("Scheduling delay", false, new Line("tasks.delay.max", "max", Tone.SCHEDULED),
      new Line("tasks.delay.p99", "p99", Tone.COUNT), new Line("tasks.delay.p50", "p50", Tone.RUNNING)),
  /// How much of the workers is used.
  BUSY("Workers busy", false, new Line("workers.busy", "busy", Tone.RUNNING)),
  /// What waits for a worker.
  QUEUES("Queues", true, new Line("queue.local", "local", Tone.SCHEDULED),
      new Line("queue.global", "inject", Tone.COUNT)),
  /// The blocking pool.
  BLOCKING("Blocking pool", false, new Line("blocking.threads", "threads", Tone.IDLE),
      new Line("blocking.queue", "waiting", Tone.SCHEDULED));

  /// Where a logarithmic axis begins, in nanoseconds.
  public static final double LEAST_NANOS = 1_000;

  private final String title;
  private final boolean stacked;
  @SuppressWarnings("ImmutableEnumChecker") // records of texts in a list that does not change
  private final List<Line> lines;

  Chart(String title, boolean stacked, Line... lines) {
    this.title = title;
    this.stacked = stacked;
    this.lines = List.of(lines);
  }

  /// One figure.
  ///
  /// @param series its name in the API
  public record Line(String series, String title, Tone tone) {
    /// What it was over the step of a point: the mean of its seconds, but of the longest of all the longest.
    public double figure(SeriesPoint point) {
      return series.endsWith(".max") ? point.max() : point.mean();
    }
  }

  /// For people.
  public String title() {
    return title;
  }

  /// What it and its figures are, a line each.
  public String meaning() {
    return Stream.concat(Stream.of(title), lines.stream().map(Line::title))
        .flatMap(word -> Term.of(word).map(term -> word + ": " + term.meaning()).stream())
        .collect(Collectors.joining("\n"));
  }

  /// Whether its figures stand on each other, as parts of a whole.
  public boolean stacked() {
    return stacked;
  }

  /// Its figures; where they are stacked, from the bottom.
  public List<Line> lines() {
    return lines;
  }

  /// Whether its axis is logarithmic, from [#LEAST_NANOS] on: its figures are times, of microseconds and of seconds.
  public boolean isOfTimes() {
    return this == DELAY;
  }

  /// How high a value stands, as a share of the height at which the highest does.
  ///
  /// @param highest of the values that are drawn; positive
  public double height(double value, double highest) {
    return isOfTimes() ? Math.clamp(decades(value) / decades(Math.max(highest, 10 * LEAST_NANOS)), 0, 1)
        : value / highest;
  }

  private static double decades(double nanos) {
    return Math.log10(Math.max(nanos, LEAST_NANOS) / LEAST_NANOS);
  }

  /// A value for people.
  public String text(double value) {
    return switch (this) {
      case BUSY -> Counts.share(Math.round(value * 1_000), 1_000);
      case DELAY -> Durations.text(Math.round(value));
      case TASKS, RATES, QUEUES, BLOCKING -> Counts.compact(value);
    };
  }

  /// The names of all series.
  public static List<String> series() {
    return Arrays.stream(values()).flatMap(chart -> chart.lines().stream()).map(Line::series).toList();
  }
}
