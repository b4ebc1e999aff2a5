package dev.kioto.console.diagnosis;

import dev.kioto.console.model.WaitCycle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tasks that wait for each other in a circle, none of which can ever go on: proof, not suspicion.
///
/// A circle counts when it was told twice with the same operations: what is told of different locks may be of slightly different
/// instants, and an operation that still waits has waited all the while.
final class Deadlock implements RunDetector {

  private static final String SETTLED = "settled";
  private static final int MOST = 100;
  private static final int NAMED = 4; // tasks in a sentence

  private Map<Set<Long>, Long> seen = new LinkedHashMap<>(); // operations of a circle: when they were first told
  private long asOf = Long.MIN_VALUE;
  private List<WaitCycle> cycles = List.of();

  @Override
  public String id() {
    return "deadlock";
  }

  @Override
  public String meaning() {
    return "Tasks wait for each other in a circle: none of them can ever go on.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(SETTLED, "how long the circle has been told of", 100_000_000L));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.HOLDERS);
    if (missing != null) return new Verdict.CannotTell(missing);
    long now = run.model().resources().counts().asOf();
    if (now != asOf) see(run, now);
    var findings = new ArrayList<Finding>();
    for (var cycle : cycles) {
      var told = seen.get(operations(cycle));
      if (told != null && now - told >= limits.get(SETTLED)) findings.add(finding(cycle, now, run));
    }
    return new Verdict.Found(findings);
  }

  private void see(RunView run, long now) {
    boolean back = now < asOf;
    asOf = now;
    var resources = run.model().resources();
    cycles = resources.mayHaveCycle() ? resources.cycles(MOST).stream().filter(WaitCycle::certain).toList() : List.of();
    var kept = new LinkedHashMap<Set<Long>, Long>();
    for (var cycle : cycles) {
      var operations = operations(cycle);
      kept.put(operations, back ? now : seen.getOrDefault(operations, now));
    }
    seen = kept;
  }

  private static Set<Long> operations(WaitCycle cycle) {
    var operations = new HashSet<Long>();
    cycle.links().forEach(link -> operations.add(link.operation()));
    return operations;
  }

  private static Finding finding(WaitCycle cycle, long asOf, RunView run) {
    var links = cycle.links();
    var id = links.stream().map(WaitCycle.Link::task).sorted(Long::compareUnsigned).limit(16)
        .map(Long::toUnsignedString).collect(Collectors.joining("-"));
    var tasks = links.stream().map(link -> run.task(link.task())).toList();
    var names = tasks.stream().limit(NAMED).map(RunView::called).collect(Collectors.joining(", "))
        + (tasks.size() > NAMED ? ", ..." : "");
    var subject = new Subject(Subject.Kind.CYCLE, id, names, tasks.getFirst().site());
    var finding = Finding.of(Severity.CRITICAL, subject)
        .title("Deadlock")
        .sentence(sentence(cycle, tasks, names, run))
        .advice("Take the locks in the same order everywhere, or one for both. Until then, cancel one of the tasks.")
        .evidence("Closed for", Math.max(0, asOf - cycle.closedAt()), Unit.NANOS)
        .evidence("Tasks in the circle", links.size(), Unit.COUNT)
        .evidence("Tasks that are stuck because of it", cycle.blockedTasks(), Unit.COUNT);
    for (int i = 0; i < links.size(); i++) {
      finding.evidence(RunView.called(tasks.get(i)) + " waits for", lock(links.get(i), run).name());
    }
    tasks.forEach(finding::cause);
    links.forEach(link -> finding.cause(lock(link, run)));
    return finding.build();
  }

  private static String sentence(WaitCycle cycle, List<Subject> tasks, String names, RunView run) {
    var links = cycle.links();
    String who;
    if (links.size() == 1) {
      who = "%s waits for %s, which it holds itself: it can never go on".formatted(names,
          lock(links.getFirst(), run).name());
    } else if (links.size() == 2) {
      who = "%s waits for %s that %s holds, and that one for %s that the first holds: neither can ever go on".formatted(
          RunView.called(tasks.getFirst()), lock(links.getFirst(), run).name(), RunView.called(tasks.getLast()),
          lock(links.getLast(), run).name());
    } else {
      who = "%d tasks wait for each other in a circle (%s): none can ever go on".formatted(links.size(), names);
    }
    int others = cycle.blockedTasks() - links.size();
    return others > 0 ? "%s; %s stuck because of that.".formatted(who, others == 1 ? "1 more is" : others + " more are")
        : who + ".";
  }

  private static Subject lock(WaitCycle.Link link, RunView run) {
    Subject known = run.model().resources().find(link.resource(),
        (resource, _) -> new Subject(Subject.Kind.RESOURCE, Long.toUnsignedString(resource.id()),
            "the " + resource.type() + (resource.location() == null ? "" : " of " + resource.location()),
            resource.location()));
    var id = Long.toUnsignedString(link.resource());
    return known != null ? known : new Subject(Subject.Kind.RESOURCE, id, "resource " + id, null);
  }
}
