package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks wait for a lock that nobody hands on: for long, or because all who held it have ended.
///
/// A queue that moves is not stuck, however long it is.
final class Stuck implements RunDetector {

  private static final String WARN = Limits.WARN;
  private static final String ORPHANED = "orphaned";
  private static final long LEAST_SEEN = 2_500_000_000L; // that nobody had its turn: a program was just attached to

  private final Turns turns = new Turns();

  @Override
  public String id() {
    return "stuck";
  }

  @Override
  public String meaning() {
    return "Tasks wait for a lock that is not handed on: for long, or for ever, because who held it has ended.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(
        Threshold.nanos(WARN, "how long somebody has waited, and nobody had its turn", 30_000_000_000L),
        Threshold.nanos(ORPHANED, "the same when all who held it have ended", 2_000_000_000L));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.RESOURCES);
    if (missing != null) return new Verdict.CannotTell(missing);
    long asOf = run.model().resources().counts().asOf();
    List<Lock> locks = run.model().resources().awaitedLocks((lock, longest, _) -> Lock.of(lock, longest));
    turns.see(locks, asOf);
    var findings = new ArrayList<Finding>();
    for (var lock : locks) {
      var finding = look(lock, asOf, run, limits);
      if (finding != null) findings.add(finding);
    }
    return new Verdict.Found(findings);
  }

  private @Nullable Finding look(Lock lock, long asOf, RunView run, Limits limits) {
    long still = run.lasted(turns.since(lock, asOf), asOf);
    long waited = run.lasted(lock.since(), asOf);
    boolean orphaned = isOrphaned(lock, run);
    long least = limits.get(orphaned ? ORPHANED : WARN);
    long seen = Math.min(least, orphaned ? LEAST_SEEN / 2 : LEAST_SEEN);
    return waited >= least && still >= seen ? finding(lock, waited, orphaned, run) : null;
  }

  /// All who hold it have ended, and those that are not known any more were not left out.
  private static boolean isOrphaned(Lock lock, RunView run) {
    if (lock.owners().isEmpty() || lock.moreOwners() > 0) return false;
    boolean knowsAll = run.model().tasks().lostEvents() == 0;
    for (long owner : lock.owners()) {
      Boolean ended = run.model().tasks().find(owner, (task, _) -> task.state() == TaskState.COMPLETED);
      if (ended == null ? !knowsAll : !ended) return false;
    }
    return true;
  }

  private static Finding finding(Lock lock, long waited, boolean orphaned, RunView run) {
    var waiter = lock.longest() == 0 ? "somebody outside the runtime" : RunView.called(run.task(lock.longest()));
    var owner = lock.owners().isEmpty() ? null : run.task(lock.owners().getFirst());
    String why;
    if (orphaned && owner != null) {
      why = "%s, which held it last, has ended without letting it go".formatted(RunView.called(owner));
    } else if (owner != null) {
      why = "%s holds it".formatted(RunView.called(owner));
    } else {
      why = lock.tellsHolders() ? "no task holds it" : "who holds it the program does not tell";
    }
    var finding = Finding.of(orphaned ? Severity.CRITICAL : Severity.WARNING, lock.subject())
        .title(orphaned ? "Waited for, and never let go" : "Nobody has its turn")
        .sentence("%s has waited %s for %s, and %s%s.".formatted(waiter, Say.duration(waited), lock.called(), why,
            lock.waiters() > 1 ? "; %d wait in all".formatted(lock.waiters()) : ""))
        .advice(orphaned
            ? "Close the guard on every way out of the code that took it: try-with-resources, or a finally block."
            : "Look at the stack of who holds it, and at what that waits for itself. Wait with a timeout.")
        .evidence("Longest wait", waited, Unit.NANOS)
        .evidence("Waiting", lock.waiters(), Unit.COUNT)
        .evidence("Waits since", lock.since(), Unit.INSTANT);
    for (long one : lock.owners()) finding.cause(run.task(one));
    return finding.build();
  }
}
