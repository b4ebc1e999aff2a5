package dev.kioto.console.diagnosis;

import dev.kioto.console.cause.Places;
import dev.kioto.console.model.Incident;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.TaskRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what the program itself has seen go wrong: the incidents of one kind in the last seconds, those of one subject together.
abstract class IncidentDetector implements RunDetector {

  /// How far back incidents count.
  static final long WINDOW_NANOS = 10_000_000_000L;

  // In which a program that has just started loads its classes.
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final int MOST_FINDINGS = 100;
  private static final int MOST_INCIDENTS = 2000;

  private final Incident.Kind kind;
  private long firstLookedAt = TaskRecord.ABSENT; // of the looking thread

  IncidentDetector(Incident.Kind kind) {
    this.kind = kind;
  }

  @Override
  public final Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.INCIDENTS);
    if (missing != null) return new Verdict.CannotTell(missing);
    var now = run.model().incidents().counts().asOf();
    if (now == 0) return new Verdict.CannotTell("The program has not told of its incidents yet.");
    if (firstLookedAt == TaskRecord.ABSENT) firstLookedAt = now;
    var recent = run.model().incidents().list(one -> one.kind() == kind && counts(one, run, now, limits),
        MOST_INCIDENTS);
    var findings = new ArrayList<Finding>();
    for (var group : groups(run, recent).entrySet()) {
      var finding = findings.size() < MOST_FINDINGS ? finding(group.getKey(), group.getValue(), run, limits) : null;
      if (finding != null) findings.add(finding);
    }
    return new Verdict.Found(findings);
  }

  /// Whether an incident counts: it is not long ago, and not of a program that has just started.
  boolean counts(Incident one, RunView run, long now, Limits limits) {
    if (one.ongoing()) return one.end() >= firstLookedAt + WARM_UP_NANOS;
    return now - one.end() <= WINDOW_NANOS && one.at() >= firstLookedAt + WARM_UP_NANOS
        && one.at() >= run.steadySince();
  }

  /// What is wrong with a subject; null when it is not enough.
  ///
  /// @param incidents of it, the last that changed first; never empty
  abstract @Nullable Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits);

  /// What an incident is about, before those of one spawn site are put together.
  Subject subject(Incident incident, RunView run) {
    return run.task(incident.taskId());
  }

  private Map<Subject, List<Incident>> groups(RunView run, List<Incident> incidents) {
    var byId = new LinkedHashMap<String, List<Incident>>();
    var subjects = new LinkedHashMap<String, Subject>();
    for (var incident : incidents) {
      var subject = subject(incident, run);
      var key = subject.site() == null ? subject.kind() + " " + subject.id() : "site " + subject.site();
      byId.computeIfAbsent(key, _ -> new ArrayList<>()).add(incident);
      subjects.merge(key, subject, IncidentDetector::together);
    }
    var groups = new LinkedHashMap<Subject, List<Incident>>();
    byId.forEach((key, group) -> groups.put(subjects.getOrDefault(key, subject(group.getFirst(), run)), group));
    return groups;
  }

  // Several tasks of one spawn site are told of as the site.
  private static Subject together(Subject one, Subject other) {
    var site = one.site();
    if (one.equals(other) || one.kind() == Subject.Kind.SITE || site == null) return one;
    return new Subject(Subject.Kind.SITE, site, one.name().equals(other.name()) ? one.name() : "", site);
  }

  // --- for sentences ---

  /// How a sentence names a subject.
  static String called(Subject subject) {
    return switch (subject.kind()) {
      case TASK -> RunView.called(subject);
      case SITE -> (subject.name().isEmpty() ? "tasks" : "tasks '" + subject.name() + "'") + " of " + subject.id();
      case RUNTIME -> subject.name().isEmpty() ? "runtime " + subject.id() : "runtime '" + subject.name() + "'";
      case RESOURCE, WORKER, CYCLE -> subject.name().isEmpty() ? subject.id() : subject.name();
    };
  }

  /// How it names a task that took part.
  static String called(Cause cause) {
    return cause.name().isEmpty() ? "task " + cause.id() : "'" + cause.name() + "'";
  }

  /// How a sentence begins with a subject.
  static String calledFirst(Subject subject) {
    var called = called(subject);
    return Character.toUpperCase(called.charAt(0)) + called.substring(1);
  }

  static Incident worst(List<Incident> incidents) {
    return incidents.stream().max(Comparator.comparingLong(Incident::ownNanos)).orElseThrow();
  }

  /// Where in the program's code it was, as the end of a sentence.
  static String in(Incident incident) {
    var place = Places.of(incident);
    return place.isEmpty() ? "" : " in " + place;
  }

  static List<Frame> stack(List<Incident> incidents) {
    for (var incident : incidents) {
      if (!incident.stack().isEmpty()) {
        return incident.stack().stream()
            .map(frame -> new Frame(frame.className(), frame.method(), frame.file(), frame.line(), frame.module()))
            .toList();
      }
    }
    return List.of();
  }

  static List<Incident> worstFirst(List<Incident> incidents) {
    return incidents.stream().sorted(Comparator.comparingLong(Incident::ownNanos).reversed()).toList();
  }

  /// What the length of an incident is apart from what the program is to blame for, as the end of a sentence.
  static String aside(Incident incident) {
    long aside = incident.lengthNanos() - incident.ownNanos();
    return aside < 5_000_000 ? "" : " (not counting " + Say.duration(aside)
        + " in which the process stood still or had no processor)";
  }

  /// The tasks that took part in incidents, those in most of them first.
  static List<Cause> causes(RunView run, List<Incident> incidents) {
    var counts = new LinkedHashMap<Long, Integer>();
    for (var incident : incidents) {
      for (long task : incident.tasks()) counts.merge(task, 1, Integer::sum);
    }
    Function<Map.Entry<Long, Integer>, Cause> cause = entry -> {
      var task = run.task(entry.getKey());
      return new Cause(Subject.Kind.TASK, task.id(), task.name(), null);
    };
    return counts.entrySet().stream().sorted(Map.Entry.<Long, Integer>comparingByValue().reversed()).limit(10)
        .map(cause).toList();
  }

  /// The runtime that an incident is of.
  static Subject runtime(RunView run, Incident incident) {
    var name = run.model().schedulers().runtimes().all().stream().filter(one -> one.id() == incident.runtimeId())
        .map(RuntimeState::name).findFirst().orElse("");
    return new Subject(Subject.Kind.RUNTIME, Long.toUnsignedString(incident.runtimeId()), name, null);
  }
}
