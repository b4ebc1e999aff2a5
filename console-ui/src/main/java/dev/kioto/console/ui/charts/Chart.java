package dev.kioto.console.ui.charts;

import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.format.Counts;
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
  /// How much of the workers is used.
  BUSY("Workers busy", false, new Line("workers.busy", "busy", Tone.RUNNING)),
  /// What waits for a worker.
  QUEUES("Queues", true, new Line("queue.local", "local", Tone.SCHEDULED),
      new Line("queue.global", "inject", Tone.COUNT)),
  /// The blocking pool.
  BLOCKING("Blocking pool", false, new Line("blocking.threads", "threads", Tone.IDLE),
      new Line("blocking.queue", "waiting", Tone.SCHEDULED));

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
  public record Line(String series, String title, Tone tone) {}

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

  /// A value for people.
  public String text(double value) {
    return this == BUSY ? Counts.share(Math.round(value * 1_000), 1_000) : Counts.compact(value);
  }

  /// The names of all series.
  public static List<String> series() {
    return Arrays.stream(values()).flatMap(chart -> chart.lines().stream()).map(Line::series).toList();
  }
}
