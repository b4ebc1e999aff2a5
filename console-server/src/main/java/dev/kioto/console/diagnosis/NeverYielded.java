package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.List;

/// A task is in its first poll, and has been for long: it holds a worker and never gave it back.
final class NeverYielded implements TaskDetector {

  @Override
  public String id() {
    return "never-yielded";
  }

  @Override
  public String meaning() {
    return "A task is in its first poll, and has been for long: it never gave its worker back.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long the poll has lasted", 1_000_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long the poll has lasted", 10_000_000_000L));
  }

  @Override
  public RowFilter<TaskRecord> suspects(Limits limits, long steadySince) {
    long warn = Math.min(limits.get(Limits.WARN), limits.get(Limits.CRITICAL));
    return new RowFilter<>() {
      @Override
      public boolean matches(TaskRecord task, long asOf) {
        return isInFirstPoll(task) && RunView.lasted(task.lastPollStarted(), asOf, steadySince) >= warn;
      }

      @Override
      public long mayChangeAt(TaskRecord task, long asOf) {
        if (!isInFirstPoll(task) || matches(task, asOf)) return NEVER;
        return Math.max(task.lastPollStarted(), steadySince) + warn;
      }
    };
  }

  private static boolean isInFirstPoll(TaskRecord task) {
    return task.state() == TaskState.RUNNING && task.polls() <= 1 && task.isAsync();
  }

  @Override
  public Finding finding(TaskRecord task, long asOf, RunView run, Limits limits) {
    var subject = RunView.subject(task);
    long lasted = run.lasted(task.lastPollStarted(), asOf);
    var severity = limits.severity(lasted) == Severity.CRITICAL ? Severity.CRITICAL : Severity.WARNING;
    return Finding.of(severity, subject)
        .title("Never yielded")
        .sentence("%s has run for %s without yielding once: it keeps its worker from every other task."
            .formatted(RunView.called(subject), Say.duration(lasted)))
        .advice(
            "Look at its stack. Move blocking or long work to the blocking pool (spawnBlocking), or yield between its "
                + "steps.")
        .evidence("In its first poll for", lasted, Unit.NANOS)
        .evidence("Poll began", task.lastPollStarted(), Unit.INSTANT)
        .build();
  }
}
