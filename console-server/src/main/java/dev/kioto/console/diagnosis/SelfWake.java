package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.IncidentModel;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.WorkerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Most wakes of a task are its own: it spins through the scheduler instead of waiting for something to happen.
///
/// A task that yields between longer steps of its work wakes itself too, and rightly: only one whose polls are short spins. One that
/// is made to give way as its budget is spent wakes itself by that: it is told of as such, and not here as well.
final class SelfWake implements TaskDetector {

  private static final String SHARE = "share";
  private static final String WAKES = "wakes";
  private static final String POLL = "poll";
  private static final long WINDOW_NANOS = 900_000_000L;
  private static final long SETTLED_NANOS = 3_000_000_000L; // after which a program has told of spent budgets
  private static final long FORGET_NANOS = 10_000_000_000L;

  private final Map<Long, Mark> marks = new HashMap<>(); // by task

  private Spenders spenders = new Spenders(null, 0, 0, Set.of());

  /// Tasks that spend their budgets, as of an instant and a version of the incidents.
  private record Spenders(@Nullable IncidentModel of, long version, long asOf, Set<Long> tasks) {
  }

  /// What a task was like when it was last judged.
  ///
  /// @param firstAt when that was for the first time
  private record Mark(long firstAt, long at, long wakes, long selfWakes, long polls, long busyNanos,
      @Nullable Finding finding) {
    static Mark of(TaskRecord task, long firstAt, long asOf, @Nullable Finding finding) {
      return new Mark(firstAt, asOf, task.wakes(), task.selfWakes(), task.polls(), task.busyAt(asOf), finding);
    }
  }

  @Override
  public String id() {
    return "self-wake";
  }

  @Override
  public String meaning() {
    return "Most wakes of a task are its own: it spins through the scheduler instead of waiting.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.percent(SHARE, "the share of its wakes that are its own", 50),
        Threshold.count(WAKES, "how many of its own wakes in a second are enough to tell", 100),
        Threshold.nanos(POLL, "how long a poll of it takes on average, at most", 100_000)); // a guess: longer ones do some work
  }

  @Override
  public RowFilter<TaskRecord> suspects(Limits limits, long steadySince) {
    long share = limits.get(SHARE);
    long enough = limits.get(WAKES);
    return new RowFilter<>() {
      @Override
      public boolean matches(TaskRecord task, long asOf) {
        return task.isAsync() && task.droppedAt() == TaskRecord.ABSENT && task.selfWakes() >= enough
            && isOver(share, task.selfWakes(), task.wakes());
      }

      @Override
      public long mayChangeAt(TaskRecord task, long asOf) {
        return NEVER; // wakes are told of, they do not come with the time
      }
    };
  }

  private static boolean isOver(long share, long own, long all) {
    return 100.0 * own > (double) share * all;
  }

  @Override
  public @Nullable Finding finding(TaskRecord task, long asOf, RunView run, Limits limits) {
    var mark = marks.get(task.id());
    boolean isOther = mark == null || task.wakes() < mark.wakes() || asOf - mark.at() > FORGET_NANOS;
    if (mark == null || isOther) {
      if (marks.size() > 2 * Standing.MOST_ACTIVE) marks.values().removeIf(one -> asOf - one.at() > FORGET_NANOS);
      marks.put(task.id(), Mark.of(task, asOf, asOf, null));
      return null;
    }
    if (asOf - mark.at() < WINDOW_NANOS) return mark.finding();
    var finding = isMadeToGiveWay(task, asOf, mark, run) ? null : judge(task, asOf, mark, limits);
    marks.put(task.id(), Mark.of(task, mark.firstAt(), asOf, finding));
    return finding;
  }

  /// By what the program says of the task; before it has had the time to say so, by how many budgets were spent in all.
  private boolean isMadeToGiveWay(TaskRecord task, long asOf, Mark since, RunView run) {
    if (run.missing(Source.INCIDENTS) != null) return false;
    boolean told = spenders(run, asOf).contains(task.id());
    if (told || asOf - since.firstAt() > SETTLED_NANOS) return told;
    var before = run.workersBefore(asOf - since.at());
    return before != null && 2 * (budgets(run.model().schedulers().workers()) - budgets(before)) >= task.selfWakes()
        - since.selfWakes();
  }

  /// The tasks of which the program said of late that they spend their budgets. Asked for each suspect, and found once a look.
  private Set<Long> spenders(RunView run, long asOf) {
    var told = run.model().incidents();
    long version = told.counts().version();
    var known = spenders;
    if (known.of == told && known.version == version && known.asOf == asOf) return known.tasks;
    var tasks = told.list(one -> one.kind() == Incident.Kind.BUDGET_EXHAUSTED
        && (one.ongoing() || asOf - one.end() < 2 * WINDOW_NANOS), Integer.MAX_VALUE).stream().map(Incident::taskId)
        .collect(Collectors.toSet());
    spenders = new Spenders(told, version, asOf, tasks);
    return tasks;
  }

  private static long budgets(Workers workers) {
    return workers.all().stream().mapToLong(WorkerState::budgetForcedYields).sum();
  }

  private static @Nullable Finding judge(TaskRecord task, long asOf, Mark since, Limits limits) {
    long own = task.selfWakes() - since.selfWakes();
    long wakes = task.wakes() - since.wakes();
    long polls = Math.max(1, task.polls() - since.polls());
    double seconds = (asOf - since.at()) / 1e9;
    long pollNanos = Math.max(0, task.busyAt(asOf) - since.busyNanos()) / polls;
    boolean spins = own >= limits.get(WAKES) * seconds && isOver(limits.get(SHARE), own, wakes)
        && pollNanos <= limits.get(POLL);
    return spins ? finding(task, own, wakes, seconds, pollNanos) : null;
  }

  private static Finding finding(TaskRecord task, long own, long wakes, double seconds, long pollNanos) {
    var subject = RunView.subject(task);
    long rate = Math.round(own / seconds);
    return Finding.of(Severity.WARNING, subject)
        .title("Mostly wakes itself")
        .sentence(
            "%s woke itself %d times in the last second, %s of its wakes: it polls in a loop instead of waiting for an event."
                .formatted(RunView.called(subject), rate, Say.percent((double) own / Math.max(own, wakes))))
        .advice("Have it wait for what it looks for: a channel, a Notify, a timer.")
        .evidence("Own wakes a second", rate, Unit.PER_SECOND)
        .evidence("Mean poll", pollNanos, Unit.NANOS)
        .evidence("Own wakes in all", task.selfWakes(), Unit.COUNT)
        .evidence("Wakes in all", task.wakes(), Unit.COUNT)
        .build();
  }
}
