package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.List;

/// A future task waits, and no waker exists that could wake it: it will wait for ever.
///
/// Direct tasks are left out: what wakes them is `unpark`, which needs no waker.
final class LostWaker implements TaskDetector {

  // Wakers are counted apart from polls: a task that has just stopped running may have a waker that is not counted yet.
  private static final String SETTLED = "settled";

  @Override
  public String id() {
    return "lost-waker";
  }

  @Override
  public String meaning() {
    return "A task waits, and no waker of it exists: nothing can wake it any more.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(SETTLED, "how long it has waited like that", 1_000_000_000L));
  }

  @Override
  public RowFilter<TaskRecord> suspects(Limits limits, long steadySince) {
    long settled = limits.get(SETTLED);
    return new RowFilter<>() {
      @Override
      public boolean matches(TaskRecord task, long asOf) {
        return hasNoWaker(task) && RunView.lasted(task.lastPollEnded(), asOf, steadySince) >= settled;
      }

      @Override
      public long mayChangeAt(TaskRecord task, long asOf) {
        if (!hasNoWaker(task) || matches(task, asOf)) return NEVER;
        return Math.max(task.lastPollEnded(), steadySince) + settled;
      }
    };
  }

  private static boolean hasNoWaker(TaskRecord task) {
    return task.state() == TaskState.IDLE && task.polls() > 0 && task.lastPollEnded() != TaskRecord.ABSENT
        && task.wakerCount() == 0 && task.isAsync() && !task.kind().equals("direct");
  }

  @Override
  public Finding finding(TaskRecord task, long asOf, RunView run, Limits limits) {
    var subject = RunView.subject(task);
    return Finding.of(Severity.CRITICAL, subject)
        .title("Lost its waker")
        .sentence(
            "%s has waited for %s, and none of the %d wakers that were made of it still exists: nothing can wake it."
                .formatted(RunView.called(subject), Say.duration(Math.max(0, asOf - task.lastPollEnded())),
                    task.wakerClones()))
        .advice("A future that returns Pending must have kept the waker of its Context, or handed it on: look at the "
            + "futures that this task polls last.")
        .evidence("Waits since", task.lastPollEnded(), Unit.INSTANT)
        .evidence("Wakers made", task.wakerClones(), Unit.COUNT)
        .evidence("Wakers dropped", task.wakerDrops(), Unit.COUNT)
        .build();
  }
}
