package dev.kioto.instrument.incident;

import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.WorkerView;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The polls that go on, from look to look, and what their threads have done by themselves. The watch's thread alone.
final class Polls {
  private static final int MOST_METERS = 4096;

  // By thread.
  private final Map<Long, Meter> meters = new HashMap<>();
  // By task: the polls of one task never overlap.
  private Map<Long, Sighting> sightings = new HashMap<>();
  private Map<Long, Sighting> before = new HashMap<>();
  private final Map<Long, Sighting> inPlace = new HashMap<>();
  private final Set<Long> blocking = new HashSet<>(); // tasks of the runtime that is looked at: in place

  /// Looks at all workers.
  void look(Look look) {
    var old = before;
    before = sightings;
    old.clear();
    sightings = old;
    inPlace.clear();
    if (meters.size() > MOST_METERS) {
      meters.clear();
    }
    for (var runtime : look.runtimes()) {
      blocking.clear();
      for (var block : runtime.blockingInPlace()) {
        blocking.add(block.taskId());
      }
      for (var worker : runtime.workers()) {
        look(look, runtime, worker);
      }
    }
  }

  private void look(Look look, RuntimeView runtime, WorkerView worker) {
    long thread = worker.threadId();
    long polls = worker.pollCount();
    long start = worker.pollStartedNanos();
    long task = worker.currentTaskId();
    if (task != 0 && start != 0 && thread != 0 && worker.pollCount() == polls) {
      // The worker may still be on its way to another thread.
      (blocking.contains(task) ? inPlace : sightings).put(task,
          seen(look, runtime, worker, task, start, thread, worker::isPinned));
    } else if (task != 0 && thread != 0) {
      look(look, thread, worker::isPinned); // it polls one after the other
    }
    for (var poll : worker.handedOverPolls()) {
      if (poll.startedNanos() != 0) {
        var sighting = seen(look, runtime, worker, poll.taskId(), poll.startedNanos(), poll.threadId(), () -> true);
        (poll.stuck() ? sightings : inPlace).put(poll.taskId(), sighting);
      }
    }
  }

  private Sighting seen(Look look, RuntimeView runtime, WorkerView worker, long task, long start, long thread,
      BooleanSupplier pinned) {
    var meter = look(look, thread, pinned);
    var known = before.get(task);
    if (known == null || known.start != start || known.meter != meter) {
      return new Sighting(runtime.id(), worker.index(), task, start, meter, look.now());
    }
    known.lastSeen = look.now();
    return known;
  }

  private Meter look(Look look, long thread, BooleanSupplier pinned) {
    var meter = meters.computeIfAbsent(thread, Meter::new);
    meter.look(look.now(), look.stopped(), meter.wasSeenAt(look.before()), pinned);
    return meter;
  }

  /// Those that hold a worker, or held it until it was taken from them.
  Collection<Sighting> goingOn() {
    return sightings.values();
  }

  /// Whether a task has given its worker up in its poll, to block.
  boolean isInPlace(long task) {
    return inPlace.containsKey(task);
  }

  /// The worker that it has given up, or [Incident#NO_WORKER] when it is in no poll.
  int workerInPlace(long task) {
    var poll = inPlace.get(task);
    return poll == null ? Incident.NO_WORKER : poll.worker;
  }

  /// The poll of a task, or null when it is not polled.
  @Nullable Sighting of(long task) {
    return sightings.get(task);
  }

  /// What the busiest thread of a runtime's workers has done by itself in a time.
  long ownOfBusiest(RuntimeView runtime, long from, long to) {
    long most = 0;
    for (var worker : runtime.workers()) {
      var meter = meters.get(worker.threadId());
      most = meter == null ? most : Math.max(most, meter.within(from, to));
    }
    return most;
  }
}
