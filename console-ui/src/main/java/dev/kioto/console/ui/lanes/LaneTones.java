package dev.kioto.console.ui.lanes;

/// What the colour of a poll says.
public enum LaneTones {
  /// How long it took.
  DURATION("Colour: duration"),
  /// Whose it is.
  TASK("Colour: task");

  /// The lengths at which the colour of a duration changes, in nanoseconds.
  static final long[] STEPS = {100_000, 1_000_000, 10_000_000, 100_000_000};

  private final String title;

  LaneTones(String title) {
    this.title = title;
  }

  /// For people.
  public String title() {
    return title;
  }

  /// The other one.
  public LaneTones other() {
    return this == DURATION ? TASK : DURATION;
  }

  /// Which of five colours a duration has, from 0 for the shortest.
  static int step(long nanos) {
    int step = 0;
    while (step < STEPS.length && nanos >= STEPS[step]) {
      step++;
    }
    return step;
  }
}
