package dev.kioto.console.collector;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.cause.Why;
import dev.kioto.console.cause.WhyFinder;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import dev.kioto.console.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks a program why a task waited, and says what it cannot tell. Of one question.
final class Causes {

  private static final long MARGIN_NANOS = 1_000_000_000L; // events come with their polls' ends
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final WatchedTarget target;
  private final Run run;
  private final @Nullable Recorder recorder;
  private final List<String> cannotTell = new ArrayList<>();

  Causes(WatchedTarget target, Run run, @Nullable Recorder recorder) {
    this.target = target;
    this.run = run;
    this.recorder = recorder;
  }

  /// Why a task of the run waits, or waited; null when it is not known.
  ///
  /// @param lastNanos how far back waits are looked for
  @Nullable Why why(long task, long lastNanos) {
    var trace = trace(Math.min(LONGEST_NANOS, Math.max(lastNanos, scheduledFor(task)) + MARGIN_NANOS));
    return new WhyFinder(run.model(), trace, lastNanos, cannotTell).find(task);
  }

  private long scheduledFor(long task) {
    Long nanos = run.model().tasks().find(task,
        (record, asOf) -> record.state() == TaskState.SCHEDULED && record.lastWake() != TaskRecord.ABSENT
            ? asOf - record.lastWake() : 0);
    return nanos == null ? 0 : nanos;
  }

  private @Nullable Trace trace(long lastNanos) {
    var missing = missing();
    if (missing != null) {
      cannotTell.add(missing + ": who was polled while the task waited for a worker is known only of long polls, and of"
          + " those that go on");
      return null;
    }
    try (var dump = target.commands().dump(lastNanos)) {
      return dump.trace();
    } catch (TargetException e) {
      cannotTell.add("Its last events could not be read: " + e.getMessage());
      return null;
    }
  }

  private @Nullable String missing() {
    if (target.playback() != null) return "A recording has no single events";
    if (run.replacedAt() != null) return "The program of this run is gone, and its last events with it";
    if (run.program() == null)
      return "The program speaks the tokio-console protocol, which has no words for single events";
    if (!run.can(Capability.TRACE)) return "The program's instrumentation keeps no single events";
    if (recorder == null) return null;
    return switch (recorder.level()) {
      case OFF, COUNTS ->
          "The program records no single tasks now, but '" + recorder.level().name().toLowerCase(Locale.ROOT) + "'";
      case TASKS, TRACE, UNKNOWN -> null;
    };
  }
}
