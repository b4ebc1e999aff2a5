package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All threads of a blocking pool are at work, it may have no more, and jobs wait for one.
final class BlockingPoolSaturated implements RunDetector {

  private static final long UNSEEN_JOBS_NANOS = 1_000_000_000L; // jobs that cannot be seen must have waited at each look for so long
  private static final int MOST_JOBS = 2_000;
  private static final int MOST_CAUSES = 3;
  private static final RowOrder<TaskRecord> OLDEST_FIRST = new RowOrder.ByNumber<>((task, _) -> task.createdAt(),
      RowOrder.Motion.STILL, false);

  // Of the looking thread, by the runtime's id: since when each look has found jobs waiting at the cap.
  private final Map<Long, Long> since = new HashMap<>();

  private record Job(Subject task, boolean isRunning, long age) {
    String what() {
      if (!task.name().isEmpty()) return task.name();
      return task.site() == null ? "" : task.site();
    }
  }

  @Override
  public String id() {
    return "blocking-pool-saturated";
  }

  @Override
  public String meaning() {
    return "Jobs wait for a thread of the blocking pool while it is at its cap.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(Limits.WARN, "how long a job has waited for a thread", 100_000_000L),
        Threshold.nanos(Limits.CRITICAL, "how long a job has waited, for a critical one", 1_000_000_000L));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.RUNTIMES);
    if (missing != null) return new Verdict.CannotTell(missing);
    var told = run.model().schedulers().runtimes();
    var saturated = told.all().stream().filter(BlockingPoolSaturated::isSaturated).toList();
    since.keySet().retainAll(saturated.stream().map(RuntimeState::id).collect(Collectors.toSet()));
    if (saturated.isEmpty()) return Verdict.CLEAR;
    boolean seesJobs = run.missing(Source.TASKS) == null;
    var jobs = seesJobs ? jobs(run) : List.<Job>of();
    var findings = new ArrayList<Finding>();
    for (var runtime : saturated) {
      long began = Math.max(since.computeIfAbsent(runtime.id(), _ -> told.asOf()), run.steadySince());
      long lasted = told.asOf() - began;
      long waited = jobs.stream().filter(job -> !job.isRunning()).mapToLong(Job::age).max().orElse(0);
      if (!seesJobs) waited = lasted >= UNSEEN_JOBS_NANOS ? lasted : 0;
      var severity = limits.severity(waited);
      if (severity != null && lasted > 0) findings.add(finding(runtime, severity, waited, jobs));
    }
    return new Verdict.Found(findings);
  }

  private static boolean isSaturated(RuntimeState runtime) {
    var pool = runtime.blockingPool();
    return pool.queueDepth() > 0 && pool.idleThreads() == 0 && pool.threads() >= pool.maxThreads();
  }

  private static List<Job> jobs(RunView run) {
    var listing = new TaskListing((task, _) -> task.kind().equals("blocking") && task.droppedAt() == TaskRecord.ABSENT,
        OLDEST_FIRST, null, 0, MOST_JOBS);
    return run.model().tasks().list(listing, (task, asOf) -> new Job(RunView.subject(task),
        task.polls() > 0 || task.state() == TaskState.RUNNING,
        run.lasted(task.createdAt(), asOf))).rows();
  }

  private static Finding finding(RuntimeState runtime, Severity severity, long waited, List<Job> jobs) {
    var pool = runtime.blockingPool();
    var subject = new Subject(Subject.Kind.RUNTIME, Long.toUnsignedString(runtime.id()), runtime.name(), null);
    var finding = Finding.of(severity, subject)
        .title("Jobs wait for the blocking pool")
        .sentence(
            "%s for a thread of the blocking pool of runtime '%s', the first for %s: all %d threads are at work, and it may have no more."
                .formatted(pool.queueDepth() == 1 ? "1 job waits" : pool.queueDepth() + " jobs wait", runtime.name(),
                    Say.duration(waited), pool.maxThreads()))
        .advice(
            "Raise max-blocking-threads if what the jobs wait for can serve more of them at once; else let fewer come, by a "
                + "Semaphore around the spawn. Jobs that compute belong on as many threads as there are processors.")
        .evidence("Longest wait", waited, Unit.NANOS)
        .evidence("Jobs that wait", pool.queueDepth(), Unit.COUNT)
        .evidence("Threads", pool.threads(), Unit.COUNT)
        .evidence("Cap", pool.maxThreads(), Unit.COUNT);
    causes(jobs).forEach(finding::cause);
    return finding.build();
  }

  /// Where the jobs come from that hold the threads, the most of them first.
  private static List<Cause> causes(List<Job> jobs) {
    var running = jobs.stream().filter(Job::isRunning).toList();
    var byWhat = running.stream().collect(Collectors.groupingBy(Job::what));
    return byWhat.values().stream()
        .sorted((a, b) -> b.size() - a.size())
        .limit(MOST_CAUSES)
        .map(alike -> cause(alike, running.size()))
        .toList();
  }

  private static Cause cause(List<Job> alike, int of) {
    var first = alike.getFirst();
    var site = first.task().site();
    double share = (double) alike.size() / of;
    return site == null ? new Cause(Subject.Kind.TASK, first.task().id(), first.task().name(), share)
        : new Cause(Subject.Kind.SITE, site, first.task().name(), share);
  }
}
