package dev.kioto.console.collector;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.diagnosis.Source;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says why a program does not tell something.
final class Missing {

  private Missing() {}

  /// What is missing now, and why: a sentence each.
  static Map<Source, String> of(Run run, @Nullable Recorder recorder) {
    var missing = new EnumMap<Source, String>(Source.class);
    for (var source : Source.values()) {
      var why = why(source, run, recorder);
      if (why != null) missing.put(source, why);
    }
    return missing;
  }

  private static @Nullable String why(Source source, Run run, @Nullable Recorder recorder) {
    return switch (source) {
      case TASKS -> level(recorder);
      case RESOURCES -> run.program() == null ? null : first(capability(Capability.RESOURCES, run), level(recorder));
      case HOLDERS -> first(capability(Capability.RESOURCES, run), level(recorder));
      case WAKES -> first(capability(Capability.WAKES, run), level(recorder));
      case WORKERS -> capability(Capability.WORKERS, run);
      case RUNTIMES -> capability(Capability.RUNTIMES, run);
      case INCIDENTS -> first(capability(Capability.INCIDENTS, run), level(recorder));
    };
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }

  private static @Nullable String capability(Capability needed, Run run) {
    if (run.can(needed)) return null;
    return run.program() == null
        ? "The program speaks the tokio-console protocol, which has no words for it."
        : "The program's instrumentation does not have the capability " + needed + ".";
  }

  /// A level that the program has lowered by itself goes up again by itself.
  private static String whatToDo(Recorder recorder) {
    var why = recorder.loweredBecause();
    return why == null || why.isEmpty() ? "set it to TASKS." : why + ".";
  }

  private static @Nullable String level(@Nullable Recorder recorder) {
    if (recorder == null) return null;
    return switch (recorder.level()) {
      case OFF, COUNTS -> "The program's recorder is at level " + recorder.level()
          + ", which keeps nothing of a single task: " + whatToDo(recorder);
      case TASKS, TRACE, UNKNOWN -> null;
    };
  }
}
