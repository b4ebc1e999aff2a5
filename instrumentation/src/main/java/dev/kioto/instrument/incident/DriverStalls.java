package dev.kioto.instrument.incident;

import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.WorkerView.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runtimes with channels whose threads neither ask the system about them nor sleep in wait for them. The watch's thread alone.
final class DriverStalls {
  private final long threshold;
  private final IncidentBook book;
  private final Map<Long, Progress> progress = new HashMap<>();
  private long idleAt;
  private boolean wasIdle;

  DriverStalls(long threshold, IncidentBook book) {
    this.threshold = threshold;
    this.book = book;
  }

  /// When a runtime was last seen to see to its channels.
  private static final class Progress {
    long turns;
    long at;
    @Nullable Incident incident;
  }

  /// Nothing is polled anywhere.
  void idle(long now) {
    idleAt = now;
    wasIdle = true;
  }

  void look(Look look, Polls polls) {
    for (var runtime : look.runtimes()) {
      look(look, polls, runtime, progress.computeIfAbsent(runtime.id(), _ -> new Progress()));
    }
    if (progress.size() > look.runtimes().size()) {
      Set<Long> living = look.runtimes().stream().map(RuntimeView::id).collect(Collectors.toSet());
      progress.keySet().retainAll(living);
    }
  }

  private void look(Look look, Polls polls, RuntimeView runtime, Progress last) {
    var driver = runtime.ioDriver();
    boolean sees = driver.turns() != last.turns || driver.registered() - driver.deregistered() <= 0
        || runtime.workers().stream().noneMatch(worker -> worker.currentTaskId() != 0)
        || runtime.workers().stream().anyMatch(worker -> worker.state() == State.PARKED);
    if (wasIdle && idleAt - last.at > 0) {
      last.at = idleAt; // not looked at meanwhile
    }
    if (sees) {
      end(look, polls, runtime, last);
      last.turns = driver.turns();
      last.at = look.now();
      return;
    }
    var now = lasting(look, polls, runtime, last);
    if (last.incident != null) {
      last.incident = now.withId(last.incident.id());
      book.update(last.incident);
    } else if (now.ownNanos() >= threshold) {
      long id = book.begin(now, look.now());
      last.incident = id == 0 ? null : now.withId(id);
    }
  }

  private static Incident lasting(Look look, Polls polls, RuntimeView runtime, Progress last) {
    var incident = last.incident;
    var known = incident == null
        ? Incident.began(IncidentKind.DRIVER_STALL, runtime.id(), Incident.NO_WORKER, 0, last.at)
        : incident;
    long length = look.now() - last.at;
    long stopped = look.stops().within(last.at, look.now());
    long own = Math.min(Math.max(0, length - stopped), polls.ownOfBusiest(runtime, last.at, look.now()));
    var holders = LateTimers.polled(polls, runtime);
    return known.lasting(length, own, stopped).among(holders.isEmpty() ? known.tasks() : holders);
  }

  private void end(Look look, Polls polls, RuntimeView runtime, Progress last) {
    if (last.incident != null) {
      book.update(lasting(look, polls, runtime, last).ended());
      last.incident = null;
    }
  }
}
