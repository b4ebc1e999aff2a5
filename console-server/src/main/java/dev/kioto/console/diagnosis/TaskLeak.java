package dev.kioto.console.diagnosis;

import dev.kioto.console.model.SpawnSite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Live tasks of one spawn site only grow: new ones come all the time, none ends, and those that are there do nothing.
///
/// What begins its work in a burst does not grow all the time; what is used more and more polls its tasks more and more.
final class TaskLeak implements RunDetector {

  private static final String WINDOW = "window";
  private static final String LIVE = "live";
  private static final long SAMPLE_NANOS = 700_000_000L; // at least, between two samples
  private static final int LEAST_SAMPLES = 4;
  private static final int MOST_SAMPLES = 512;
  private static final double FEW_POLLS = 4; // of a task in all: a guess
  private static final int LEAST_GROWTH = 10; // in the window; slower ones are not told from what comes and goes

  private final Map<String, ArrayDeque<Sample>> sites = new HashMap<>(); // the oldest first

  private record Sample(long at, int live, long spawned, long polls) {
  }

  private record Counted(String location, int live, long spawned, long polls) {
    static Counted of(SpawnSite site) {
      return new Counted(site.location(), site.live(), site.spawned(), site.polls());
    }
  }

  @Override
  public String id() {
    return "task-leak";
  }

  @Override
  public String meaning() {
    return "Tasks that are spawned at one place pile up: more come all the time, and none ends.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(WINDOW, "how long they have done nothing but grow", 3_000_000_000L),
        Threshold.count(LIVE, "how many there are at least, 32 or more", 100));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.TASKS);
    if (missing != null) return new Verdict.CannotTell(missing);
    long asOf = run.asOf();
    var findings = new ArrayList<Finding>();
    var large = new HashMap<String, Counted>();
    for (var site : run.model().tasks().largeSites(Counted::of)) large.put(site.location(), site);
    sites.keySet().retainAll(large.keySet());
    for (var site : large.values()) {
      var samples = sites.computeIfAbsent(site.location(), _ -> new ArrayDeque<>());
      sample(samples, site, asOf, limits.get(WINDOW));
      var finding = look(site, samples, run, limits);
      if (finding != null) findings.add(finding);
    }
    return new Verdict.Found(findings);
  }

  private static void sample(ArrayDeque<Sample> samples, Counted site, long asOf, long window) {
    if (!samples.isEmpty() && asOf - samples.getLast().at() < SAMPLE_NANOS) return;
    samples.addLast(new Sample(asOf, site.live(), site.spawned(), site.polls()));
    while (samples.size() > MOST_SAMPLES || (samples.size() > LEAST_SAMPLES && secondAt(samples) <= asOf - window)) {
      samples.removeFirst();
    }
  }

  private static long secondAt(ArrayDeque<Sample> samples) {
    var all = samples.iterator();
    all.next();
    return all.next().at();
  }

  private static @Nullable Finding look(Counted site, ArrayDeque<Sample> samples, RunView run, Limits limits) {
    if (site.live() < limits.get(LIVE) || samples.size() < LEAST_SAMPLES) return null;
    var first = samples.getFirst();
    var last = samples.getLast();
    long lasted = last.at() - first.at();
    if (lasted < limits.get(WINDOW) - SAMPLE_NANOS / 2 || run.steadySince() > first.at()) return null;
    return onlyGrows(samples) && isDormant(site, first, last) ? finding(site, first, last, lasted, limits) : null;
  }

  /// More at each sample, none of it ended, and not all at once.
  private static boolean onlyGrows(ArrayDeque<Sample> samples) {
    Sample before = null;
    int most = 0;
    for (var sample : samples) {
      if (before != null) {
        int more = sample.live() - before.live();
        if (more <= 0 || sample.spawned() - before.spawned() != more) return false;
        most = Math.max(most, more);
      }
      before = sample;
    }
    int grown = samples.getLast().live() - samples.getFirst().live();
    return grown >= LEAST_GROWTH && 4L * most <= 3L * grown;
  }

  /// Those that were there before are hardly polled: what polls there are, the new ones need.
  private static boolean isDormant(Counted site, Sample first, Sample last) {
    double usual = (double) site.polls() / Math.max(1, site.spawned());
    long spawned = last.spawned() - first.spawned();
    long polls = last.polls() - first.polls();
    boolean isSettled = site.spawned() >= 2 * spawned; // what is usual is known from more than these
    return polls <= 1.2 * usual * spawned && (usual <= FEW_POLLS || isSettled);
  }

  private static Finding finding(Counted site, Sample first, Sample last, long lasted, Limits limits) {
    double rate = (last.live() - first.live()) * 1e9 / lasted;
    var subject = new Subject(Subject.Kind.SITE, site.location(), site.location(), site.location());
    return Finding.of(Severity.WARNING, subject)
        .title("Tasks pile up")
        .sentence("%d tasks of %s are alive, %d more than %s ago: about %d more a second, and none has ended."
            .formatted(site.live(), site.location(), last.live() - first.live(), Say.duration(lasted),
                Math.round(rate)))
        .advice("See what they wait for, and who should end them: a timeout, a cancellation token, a JoinSet that is "
            + "awaited.")
        .evidence("Alive", site.live(), Unit.COUNT)
        .evidence("More a second", Math.round(rate), Unit.PER_SECOND)
        .evidence("Spawned since it was first seen", site.spawned(), Unit.COUNT)
        .evidence("Window", limits.get(WINDOW), Unit.NANOS)
        .build();
  }
}
