package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task holds a lock while it is idle, and others wait for the lock meanwhile.
///
/// Permits of semaphores are left out: they are there to be held while something is waited for. So is who waits for another lock:
/// that one's owner is named, or the circle that they are in.
final class LockAcrossAwait implements RunDetector {

  private final Turns turns = new Turns();

  @Override
  public String id() {
    return "lock-across-await";
  }

  @Override
  public String meaning() {
    return "A task holds a lock while it waits for something else, and others wait for the lock.";
  }

  @Override
  public List<Threshold> thresholds() {
    var meaning = "how long it has held the lock idle, and others waited";
    return List.of(Threshold.nanos(Limits.WARN, meaning, 1_000_000_000L),
        Threshold.nanos(Limits.CRITICAL, meaning, 10_000_000_000L));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    for (var source : List.of(Source.HOLDERS, Source.TASKS)) {
      var missing = run.missing(source);
      if (missing != null) return new Verdict.CannotTell(missing);
    }
    long asOf = run.model().resources().counts().asOf();
    var waiting = new HashSet<Long>(); // for locks themselves: who holds those is to be named
    List<Lock> locks = run.model().resources().awaitedLocks((lock, longest, _) -> {
      for (int i = 0; i < lock.waiterCount(); i++) waiting.add(lock.waiter(i));
      return lock.type().equals("Semaphore") ? null : Lock.of(lock, longest);
    });
    turns.see(locks, asOf);
    var findings = new ArrayList<Finding>();
    for (var lock : locks) {
      for (long owner : lock.owners()) {
        var finding = waiting.contains(owner) ? null : look(lock, owner, asOf, run, limits);
        if (finding != null) findings.add(finding);
      }
    }
    return new Verdict.Found(findings);
  }

  /// An owner.
  ///
  /// @param isIdle whether it was polled and waits
  /// @param since when its last poll ended
  /// @param asOf the instant of the tasks
  private record Owner(Subject task, boolean isIdle, long since, long asOf) {
    static Owner of(TaskRecord task, long asOf) {
      boolean waits = task.state() == TaskState.IDLE && task.lastPollEnded() != TaskRecord.ABSENT;
      return new Owner(RunView.subject(task), waits, task.lastPollEnded(), asOf);
    }
  }

  /*
   * Tasks and locks are told of at different instants. Who holds a lock and was not polled since before holds it since then, when
   * its idleness was told after the lock; else it holds it as long as the lock was seen to be held by it.
   */
  private @Nullable Finding look(Lock lock, long owner, long asOf, RunView run, Limits limits) {
    Owner idle = run.model().tasks().find(owner, Owner::of);
    if (idle == null || !idle.isIdle()) return null;
    long seen = turns.since(lock, asOf);
    long held = idle.asOf() >= asOf && idle.since() <= asOf ? Math.min(idle.since(), seen) : seen;
    long until = Math.min(idle.asOf(), asOf);
    long both = run.lasted(Math.max(held, lock.since()), until);
    var severity = limits.severity(both);
    return severity == null ? null : finding(severity, lock, idle, both, run.lasted(held, until), run);
  }

  private static Finding finding(Severity severity, Lock lock, Owner idle, long both, long held, RunView run) {
    var waiter = lock.longest() == 0 ? "somebody outside the runtime" : RunView.called(run.task(lock.longest()));
    return Finding.of(severity, idle.task())
        .title("Holds a lock while it waits")
        .sentence("%s holds %s while it waits for something else, for %s now: %s waits for it%s."
            .formatted(RunView.called(idle.task()), lock.called(), Say.duration(held), waiter,
                lock.waiters() > 1 ? ", and %d more".formatted(lock.waiters() - 1) : ""))
        .advice("Do what takes long before the lock is taken or after it is let go, and hold it for the change alone.")
        .evidence("Held idle while others waited", both, Unit.NANOS)
        .evidence("Waiting", lock.waiters(), Unit.COUNT)
        .evidence("Idle since", idle.since(), Unit.INSTANT)
        .cause(lock.subject())
        .build();
  }
}
