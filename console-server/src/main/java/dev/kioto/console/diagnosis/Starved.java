package dev.kioto.console.diagnosis;

import dev.kioto.console.cause.Held;
import dev.kioto.console.cause.Holders;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import dev.kioto.console.model.WorkerState;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A task was woken, and no worker polls it.
///
/// A wait that is short enough to be a hiccup of the machine counts when there was another one of any task shortly before. Of a machine
/// that has no processor for the program the waits are not the program's fault: they count by the share that it had.
final class Starved implements TaskDetector {

  private static final long APART_NANOS = 400_000_000L; // at least, between two looks that count as two
  private static final long TOGETHER_NANOS = 3_500_000_000L; // at most
  private static final long LEAST_WINDOW_NANOS = 2_000_000_000L; // over which it is asked what share the program had
  private static final int NAMED = 3; // tasks that held a worker, in a sentence
  private static final int MOST_CAUSES = 10;

  // When such a wait was seen: at the last look that had one, and at the one before.
  private long last = TaskRecord.ABSENT;
  private long before = TaskRecord.ABSENT;

  @Override
  public String id() {
    return "starved";
  }

  @Override
  public String meaning() {
    return "A task was woken and waits for a worker: others hold the workers.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long it has waited, again and again", 100_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long it has waited", 1_000_000_000L));
  }

  @Override
  public RowFilter<TaskRecord> suspects(Limits limits, long steadySince) {
    long warn = Math.min(limits.get(Limits.WARN), limits.get(Limits.CRITICAL));
    return new RowFilter<>() {
      @Override
      public boolean matches(TaskRecord task, long asOf) {
        return isWoken(task) && RunView.lasted(since(task), asOf, steadySince) >= warn;
      }

      @Override
      public long mayChangeAt(TaskRecord task, long asOf) {
        if (!isWoken(task) || matches(task, asOf)) return NEVER;
        return Math.max(since(task), steadySince) + warn;
      }
    };
  }

  private static boolean isWoken(TaskRecord task) {
    return task.state() == TaskState.SCHEDULED && task.isAsync();
  }

  /// Woken inside its last poll, a task waits since that poll ended.
  private static long since(TaskRecord task) {
    return Math.max(task.lastWake(), task.lastPollEnded());
  }

  @Override
  public @Nullable Finding finding(TaskRecord task, long asOf, RunView run, Limits limits) {
    long waited = run.lasted(since(task), asOf);
    double had = 1 - run.heldUpShare(Math.max(waited, LEAST_WINDOW_NANOS));
    var severity = limits.severity((long) (waited * had));
    if (severity == null) return null;
    if (asOf != last) {
      before = last;
      last = asOf;
    }
    boolean again = before != TaskRecord.ABSENT && asOf - before >= APART_NANOS && asOf - before <= TOGETHER_NANOS;
    if (severity == Severity.WARNING && !again) return null;
    return finding(severity, task, waited, asOf, run);
  }

  private static Finding finding(Severity severity, TaskRecord task, long waited, long asOf, RunView run) {
    var subject = RunView.subject(task);
    var holders = holders(waited, asOf, run);
    var sentence = new StringBuilder("%s was woken %s ago, and no worker has polled it"
        .formatted(RunView.called(subject), Say.duration(waited)));
    for (int i = 0; i < Math.min(NAMED, holders.size()); i++) {
      var holder = holders.get(i);
      sentence.append(i == 0 ? ": " : ", ").append("%s %s %s for %s".formatted(RunView.called(run.task(holder.task())),
          holder.ongoing() ? "has" : "had", holder.worker(), Say.duration(holder.nanos())));
    }
    var finding = Finding.of(severity, subject)
        .title("Waits for a worker")
        .sentence(sentence.append('.').toString())
        .advice("Have the tasks that hold the workers yield, or move their blocking or long work to the blocking pool "
            + "(spawnBlocking).")
        .evidence("Waited", waited, Unit.NANOS)
        .evidence("Woken", task.lastWake(), Unit.INSTANT);
    for (var holder : holders) {
      var cause = run.task(holder.task());
      finding.cause(new Cause(Subject.Kind.TASK, cause.id(), cause.name(),
          Math.min(1.0, (double) holder.nanos() / waited)));
    }
    return finding.build();
  }

  /// Who held a worker for a part of the wait that says something: by what is polled now, and by the long polls before.
  private static List<Held> holders(long waited, long asOf, RunView run) {
    var workers = run.model().schedulers().workers();
    long to = Math.max(workers.asOf(), asOf);
    return mayBe(workers, asOf - waited).stream()
        .flatMap(runtime -> Holders.between(run.model(), runtime, asOf - waited, to).stream())
        .filter(one -> one.nanos() >= waited / 10)
        .sorted(Comparator.comparingLong(Held::nanos).reversed())
        .limit(MOST_CAUSES).toList();
  }

  /// The runtimes that the task may be of: which one it is is not told, but one with a worker that slept during the wait would have
  /// polled it.
  private static Set<Long> mayBe(Workers workers, long since) {
    var runtimes = new TreeSet<Long>();
    for (var worker : workers.all()) runtimes.add(worker.runtimeId());
    for (var worker : workers.all()) {
      boolean slept = worker.activity() == WorkerState.Activity.PARKED && workers.asOf() >= since;
      if (slept) runtimes.remove(worker.runtimeId());
    }
    return runtimes;
  }
}
