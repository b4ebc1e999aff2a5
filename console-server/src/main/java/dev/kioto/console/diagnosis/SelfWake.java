package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskRecord;
import java.util.List;

/// Most wakes of a task are its own: it spins through the scheduler instead of waiting for something to happen.
final class SelfWake implements TaskDetector {

  private static final String SHARE = "share";
  private static final String WAKES = "wakes";

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
        // a guess: a task that yields a few times while it starts is not spinning
        Threshold.count(WAKES, "how many wakes are enough to tell", 100));
  }

  @Override
  public RowFilter<TaskRecord> suspects(Limits limits, long steadySince) {
    long share = limits.get(SHARE);
    long enough = limits.get(WAKES);
    return new RowFilter<>() {
      @Override
      public boolean matches(TaskRecord task, long asOf) {
        return task.isAsync() && task.droppedAt() == TaskRecord.ABSENT && task.wakes() >= enough
            && percent(task) > share;
      }

      @Override
      public long mayChangeAt(TaskRecord task, long asOf) {
        return NEVER; // wakes are told of, they do not come with the time
      }
    };
  }

  private static double percent(TaskRecord task) {
    return 100.0 * task.selfWakes() / task.wakes();
  }

  @Override
  public Finding finding(TaskRecord task, long asOf, RunView run, Limits limits) {
    var subject = RunView.subject(task);
    return Finding.of(Severity.WARNING, subject)
        .title("Mostly wakes itself")
        .sentence(
            "%s woke itself in %d of its %d wakes (%s): it may be polling in a loop instead of waiting for an event."
                .formatted(RunView.called(subject), task.selfWakes(), task.wakes(), Say.percent(percent(task) / 100)))
        .advice(
            "Have it wait for what it looks for: a channel, a Notify, a timer. One that computes may yield less often.")
        .evidence("Own wakes", task.selfWakes(), Unit.COUNT)
        .evidence("Wakes", task.wakes(), Unit.COUNT)
        .evidence("Polls", task.polls(), Unit.COUNT)
        .build();
  }
}
