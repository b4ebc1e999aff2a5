package dev.kioto.console.cause;

import dev.kioto.console.model.RunModel;
import java.util.Locale;

/// Puts tasks and times into sentences.
final class Texts {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000L;

  private Texts() {}

  /// A time in the unit that suits it: `140 ms`, `1.3 s`.
  static String duration(long nanos) {
    if (nanos < MILLI) return Math.max(0, nanos / 1000) + " µs";
    if (nanos < 10 * MILLI) return String.format(Locale.ROOT, "%.1f ms", (double) nanos / MILLI);
    if (nanos < SECOND) return nanos / MILLI + " ms";
    return String.format(Locale.ROOT, "%.1f s", (double) nanos / SECOND);
  }

  /// A task by its id and its name.
  static String task(RunModel model, long id) {
    var name = name(model, id);
    return "task " + Long.toUnsignedString(id) + (name.isEmpty() ? "" : " '" + name + "'");
  }

  /// Its name; empty when it has none, or is forgotten.
  static String name(RunModel model, long id) {
    String name = model.tasks().find(id, (task, _) -> task.name());
    return name == null ? "" : name;
  }
}
