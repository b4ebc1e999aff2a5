package dev.kioto.console.collector;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The runs of one target: the present one, and those before it until their retention ends. Written by the target's thread,
/// read by any.
final class Runs {

  /// How many former runs are kept at most: each is as large as its program was.
  static final int MOST_FORMER = 4;

  private final Retention retention;
  private final Clock clock;
  private volatile Run current;
  private volatile List<Run> former = List.of(); // the newest first

  Runs(Retention retention, Clock clock) {
    this.retention = retention;
    this.clock = clock;
    current = new Run("", null, RunModel.empty(retention), clock.instant(), null);
  }

  /// The present run, or the last one when the program is gone.
  Run current() {
    return current;
  }

  /// Every run that is kept, the newest first. Empty before the program was reached.
  List<Run> all() {
    var all = new ArrayList<Run>();
    if (!current.id().isEmpty()) all.add(current);
    var oldest = clock.instant().minus(retention.completedFor());
    for (var run : former) {
      if (isKept(run, oldest)) all.add(run);
    }
    return all;
  }

  private static boolean isKept(Run run, Instant oldest) {
    return run.replacedAt() == null || run.replacedAt().isAfter(oldest);
  }

  /// A run by its id, or null when it is not kept.
  @Nullable Run find(String id) {
    for (var run : all()) {
      if (run.id().equals(id)) return run;
    }
    return null;
  }

  /// A program that tells its run was reached.
  void begin(Program program) {
    if (program.runId().equals(current.id())) {
      resume(program);
    } else {
      start(program.runId(), program);
    }
  }

  /// A program that does not tell its run was reached. It is the same run when its first news go on from what is known.
  void begin(ModelUpdate first) {
    boolean sameRun = !current.id().isEmpty() && current.program() == null && current.model().tasks().continues(first);
    if (sameRun) {
      resume(null);
    } else {
      // Told apart by when this collector first heard it.
      start("since-" + Instants.instant(first.now()), null);
    }
  }

  private void resume(@Nullable Program program) {
    var model = current.model();
    model.tasks().beginSnapshot();
    model.resources().beginSnapshot();
    model.wakes().beginSnapshot();
    model.incidents().beginSnapshot();
    current = new Run(current.id(), program, current.model(), current.firstSeenAt(), null);
  }

  private void start(String id, @Nullable Program program) {
    var now = clock.instant();
    var before = current;
    var again = find(id); // two programs that take turns at one address
    if (again != null) {
      current = again;
      resume(program);
    } else {
      boolean isFirst = before.id().isEmpty();
      current = new Run(id, program, isFirst ? before.model() : RunModel.empty(retention), now, null);
    }
    if (!before.id().isEmpty()) keep(before, now);
  }

  /// Keeps a run that the present one has replaced.
  private void keep(Run ended, Instant now) {
    var kept = new ArrayList<Run>();
    kept.add(new Run(ended.id(), ended.program(), ended.model(), ended.firstSeenAt(), now));
    var oldest = now.minus(retention.completedFor());
    for (var run : former) {
      boolean isThere = run.id().equals(ended.id()) || run.id().equals(current.id());
      if (kept.size() < MOST_FORMER && isKept(run, oldest) && !isThere) kept.add(run);
    }
    former = List.copyOf(kept);
  }

  /// Lets go of former runs whose retention has ended.
  void expire() {
    if (former.isEmpty()) return;
    var oldest = clock.instant().minus(retention.completedFor());
    former = former.stream().filter(run -> isKept(run, oldest)).toList();
  }
}
