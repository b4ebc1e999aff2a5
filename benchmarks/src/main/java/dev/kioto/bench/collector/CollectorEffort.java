package dev.kioto.bench.collector;

/// How much to measure.
///
/// @param tasks of the program with most of them; others have a tenth
/// @param rounds of what is measured one by one
/// @param warmUps rounds before these
/// @param millis how long is measured what goes on
/// @param targets where many programs are watched
/// @param clients of them
public record CollectorEffort(int tasks, int rounds, int warmUps, int millis, int targets, int clients) {
  private static final int MILLION = 1_000_000;
  private static final int TARGETS = 50;
  private static final int CLIENTS = 20;

  private static final int FILL_SECONDS = 15; // about, for a million

  /// @param brief whether it is for a first impression
  public static CollectorEffort of(boolean brief) {
    return brief ? new CollectorEffort(MILLION, 15, 10, 3_000, TARGETS, CLIENTS)
        : new CollectorEffort(MILLION, 41, 20, 10_000, TARGETS, CLIENTS);
  }

  /// About how long one of the benchmarks takes.
  public long seconds() {
    return FILL_SECONDS + 3L * millis / 1_000;
  }
}
