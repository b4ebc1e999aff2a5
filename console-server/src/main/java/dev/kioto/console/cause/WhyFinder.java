package dev.kioto.console.cause;

import dev.kioto.console.cause.Wait.For;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import dev.kioto.console.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out why a task waits, or waited. Of one question.
public final class WhyFinder {

  private static final long LEAST_TOLD = 1_000_000; // shorter waits for a worker are not worth a sentence
  private static final int MOST_HOLDERS = 10;

  private final RunModel model;
  private final @Nullable Trace trace;
  private final long notBefore;
  private final Chain chain;
  private final List<String> cannotTell;

  /// @param trace what the program's threads did lately; null when it is not known
  /// @param lastNanos how far back waits are looked for
  /// @param cannotTell what is known to be missing
  public WhyFinder(RunModel model, @Nullable Trace trace, long lastNanos, List<String> cannotTell) {
    this.model = model;
    this.trace = trace;
    this.chain = new Chain(model);
    this.cannotTell = new ArrayList<>(cannotTell);
    notBefore = trace == null ? Long.MAX_VALUE : trace.end() - lastNanos;
  }

  /// What is known of the task.
  private record Task(TaskState state, long lastWake, long lastPollStarted, long createdAt, long asOf) {
  }

  /// The answer; null when the task is not known.
  public @Nullable Why find(long task) {
    Task known = model.tasks().find(task, (record, asOf) -> new Task(record.state(), record.lastWake(),
        record.lastPollStarted(), record.createdAt(), asOf));
    if (known == null) return null;
    if (trace != null) noteLosses(trace);
    var waits = new ArrayList<Wait>();
    switch (known.state()) {
      case IDLE -> waits.addAll(waitsFor(task, known));
      case SCHEDULED -> waits.add(waitsForWorker(task, known));
      case RUNNING, COMPLETED -> {}
    }
    var longest = longestBefore(task);
    if (longest != null && longest.nanos() >= LEAST_TOLD) waits.add(longest);
    return new Why(sentence(task, known, waits), known.asOf, waits, cannotTell);
  }

  private void noteLosses(Trace known) {
    if (known.droppedEvents() > 0) {
      cannotTell.add(known.droppedEvents() + " events of the time looked at are lost: polls and wakes may be missing");
    }
    if (known.leftOut() > 0) {
      cannotTell
          .add(known.leftOut() + " events were more than are read, or made no sense: polls and wakes may be missing");
    }
    if (known.brokenOff()) {
      cannotTell.add("The program broke off while it told of its last events: the latest ones may be missing");
    }
  }

  private String sentence(long task, Task known, List<Wait> waits) {
    if (!waits.isEmpty()) {
      var first = waits.getFirst();
      boolean ordinary = first.what() == For.EVENT && waits.size() > 1;
      return ordinary ? first.sentence() + " Before that, " + lowered(waits.get(1).sentence()) : first.sentence();
    }
    var name = Texts.task(model, task);
    return upper(switch (known.state()) {
      case RUNNING -> name + " does not wait: it has been in one poll for "
          + Texts.duration(known.asOf - known.lastPollStarted()) + ".";
      case COMPLETED -> name + " has ended, and no wait of it for a worker that was long is known.";
      case IDLE -> name + " waits to be woken, by something that is not known"
          + (known.lastPollStarted() == TaskRecord.ABSENT ? "" : ": its stack may tell") + ".";
      case SCHEDULED -> name + " waits for a worker.";
    });
  }

  private static String upper(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String lowered(String sentence) {
    return sentence.startsWith("Task ") ? "t" + sentence.substring(1) : sentence;
  }

  // --- something that it waits for ---

  private List<Wait> waitsFor(long task, Task known) {
    var steps = chain.follow(task);
    if (steps.isEmpty()) return List.of();
    var first = steps.getFirst();
    return List.of(first.owner() == 0 ? event(task, first) : held(task, steps, known));
  }

  private Wait held(long task, List<Chain.Step> steps, Task known) {
    var links = new ArrayList<Link>();
    var text = new StringBuilder(Texts.task(model, task));
    Set<Long> passed = new HashSet<>();
    long last = task;
    String verb = " has waited ";
    for (var step : steps) {
      passed.add(step.task());
      text.append(verb).append(Texts.duration(step.nanos())).append(" for ").append(resource(step))
          .append(", which ").append(Texts.task(model, step.owner())).append(" holds")
          .append(step.owners() > 1 ? " with " + (step.owners() - 1) + " more" : "");
      links.add(new Link(Link.Kind.RESOURCE, Long.toUnsignedString(step.resource()), step.type(),
          "is waited for by " + step.source(), step.nanos(), 0, step.location()));
      links.add(new Link(Link.Kind.TASK, Long.toUnsignedString(step.owner()), Texts.name(model, step.owner()),
          "holds it", 0, 0, ""));
      last = step.owner();
      verb = ", which has waited ";
    }
    boolean circle = passed.contains(last);
    text.append(circle ? last == task ? ": they wait for each other, and none can go on."
        : ": it waits in a circle, in which none can go on."
        : ", " + doing(last, links, known) + ".");
    var first = steps.getFirst();
    return new Wait(circle ? For.CYCLE : For.RESOURCE, first.since(), first.nanos(), true, upper(text.toString()),
        links);
  }

  /// What the one at the end of a chain does, with who it waits behind.
  private String doing(long task, List<Link> links, Task known) {
    for (var held : Holders.between(model, 0, known.asOf - 1, known.asOf)) {
      if (held.task() == task) {
        links.add(new Link(Link.Kind.WORKER, held.worker(), held.worker(), "polls it", 0, 0, held.place()));
      }
    }
    var step = chain.step(task);
    if (step == null) return chain.doing(task);
    links.add(new Link(Link.Kind.RESOURCE, Long.toUnsignedString(step.resource()), step.type(),
        "is waited for by " + step.source(), step.nanos(), 0, step.location()));
    return "which has waited " + Texts.duration(step.nanos()) + " for " + resource(step);
  }

  private static String resource(Chain.Step step) {
    var type = step.type().isEmpty() ? "a resource" : "the " + step.type();
    return type + " " + Long.toUnsignedString(step.resource())
        + (step.location().isEmpty() ? "" : " (" + step.location() + ")");
  }

  private Wait event(long task, Chain.Step step) {
    var links = new ArrayList<Link>();
    links.add(new Link(Link.Kind.RESOURCE, Long.toUnsignedString(step.resource()), step.type(),
        "is waited for by " + step.source(), step.nanos(), 0, step.location()));
    var text = upper(Texts.task(model, task)) + " has waited " + Texts.duration(step.nanos()) + " in " + step.source()
        + " for " + resource(step);
    var sentence = switch (step.kind()) {
      case "timer" -> text + ": it sleeps until its time has come.";
      case "io" -> text + ": for the world outside.";
      default -> text + ", which nobody holds: something has to come." + waker(task, links);
    };
    return new Wait(For.EVENT, step.since(), step.nanos(), true, sentence, links);
  }

  private String waker(long task, List<Link> links) {
    var edge = chain.usualWaker(task);
    if (edge == null) return "";
    long from = edge.fromTask();
    links.add(new Link(Link.Kind.TASK, Long.toUnsignedString(from), Texts.name(model, from), "has woken it "
        + edge.wakes() + " times", 0, 0, ""));
    var step = chain.step(from);
    var doing = step == null ? chain.doing(from)
        : "which has waited " + Texts.duration(step.nanos()) + " for " + resource(step);
    return " It was mostly woken by " + Texts.task(model, from) + ", " + doing + ".";
  }

  // --- a worker ---

  private Wait waitsForWorker(long task, Task known) {
    long from = Math.max(known.lastWake(), known.createdAt());
    var told = model.schedulers().workers();
    long to = Math.max(known.asOf, told.asOf());
    if (trace == null) return told(task, from, to, true, Holders.between(model, 0, from, to), "");
    var waits = new WorkerWaits(trace, workers());
    var found = waits.present(task, from, to);
    return told(task, found, waits, true);
  }

  private @Nullable Wait longestBefore(long task) {
    if (trace == null) return null;
    var waits = new WorkerWaits(trace, workers());
    var found = waits.longest(task, notBefore);
    return found == null || found.to() == found.from() ? null : told(task, found, waits, false);
  }

  private Wait told(long task, WorkerWaits.Found found, WorkerWaits waits, boolean ongoing) {
    var held = new ArrayList<>(waits.held(found.thread(), found.from(), found.to(), task));
    var thread = found.thread() < 0 ? "" : waits.name(found.thread());
    // Polls that go on are not in the trace; who was seen to hold a worker has a place in its code.
    for (var one : Holders.between(model, 0, found.from(), found.to())) {
      boolean there = thread.isEmpty() || thread.equals(one.worker());
      if (there && (one.ongoing() || !one.place().isEmpty())) placed(held, one);
    }
    return told(task, found.from(), found.to(), ongoing, Holders.merged(held), thread);
  }

  private static void placed(List<Held> held, Held one) {
    for (int i = 0; i < held.size(); i++) {
      var other = held.get(i);
      if (other.task() == one.task() && other.worker().equals(one.worker())) {
        held.set(i, new Held(other.task(), other.worker(), other.nanos(), other.polls(), other.longestNanos(),
            other.ongoing(), one.place()));
        return;
      }
    }
    if (one.ongoing()) held.add(one);
  }

  private Wait told(long task, long from, long to, boolean ongoing, List<Held> held, String thread) {
    long waited = Math.max(1, to - from);
    long workers = thread.isEmpty() ? Math.max(1, held.stream().map(Held::worker).distinct().count()) : 1;
    var links = new ArrayList<Link>();
    for (var one : held.subList(0, Math.min(MOST_HOLDERS, held.size()))) {
      links.add(new Link(Link.Kind.TASK, Long.toUnsignedString(one.task()), Texts.name(model, one.task()),
          "was polled on " + one.worker() + (one.polls() > 1 ? " " + one.polls() + " times" : ""), one.nanos(),
          Math.min(1, (double) one.nanos() / waited / workers), one.place()));
    }
    var start = upper(Texts.task(model, task)) + (ongoing ? " has waited " : " waited ") + Texts.duration(waited)
        + " for a worker";
    return new Wait(For.WORKER, from, waited, ongoing, start + behind(held, waited), links);
  }

  private String behind(List<Held> held, long waited) {
    if (held.isEmpty()) {
      return ": nobody was seen to hold one, so the process stood still or had no processor"
          + (trace == null ? ", or the polls were short." : ".");
    }
    var first = held.getFirst();
    long all = held.stream().filter(one -> one.worker().equals(first.worker())).mapToLong(Held::nanos).sum();
    if (2 * first.nanos() >= waited || held.size() == 1) {
      return ": " + Texts.duration(first.nanos()) + " of it behind " + Texts.task(model, first.task()) + ", "
          + (first.ongoing() ? "which has not yielded on " + first.worker()
              : (first.polls() == 1 ? "which was in one poll" : "in " + first.polls() + " polls") + " on "
                  + first.worker())
          + (first.place().isEmpty() ? "" : " (" + first.place() + ")") + ".";
    }
    int polls = held.stream().filter(one -> one.worker().equals(first.worker())).mapToInt(Held::polls).sum();
    return ": " + Texts.duration(Math.min(all, waited)) + " of it behind " + polls + " polls of other tasks on "
        + first.worker() + ", most of them of " + Texts.task(model, first.task()) + " with "
        + Texts.duration(first.nanos()) + ".";
  }

  private Set<String> workers() {
    var names = new HashSet<String>();
    for (var worker : model.schedulers().workers().all()) {
      names.add(worker.threadName());
      for (var poll : worker.handedOverPolls()) names.add(poll.threadName());
    }
    return names;
  }
}
