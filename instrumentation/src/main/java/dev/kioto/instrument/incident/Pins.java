package dev.kioto.instrument.incident;

import dev.kioto.instrument.incident.Inbox.News;
import dev.kioto.probe.RuntimeView;
import java.util.ArrayList;
import java.util.List;

/// Direct tasks that wait while they are pinned: the runtime finds them, and this follows them to the end of the wait. The watch's
/// thread alone.
final class Pins {
  private static final int MOST = 1024;

  private final IncidentBook book;
  private final List<Incident> open = new ArrayList<>();

  Pins(IncidentBook book) {
    this.book = book;
  }

  /// Whether there is one that has not ended.
  boolean isFollowing() {
    return !open.isEmpty();
  }

  void began(Look look, News.Pinned pinned) {
    if (open.size() == MOST) {
      book.drop(1);
      return;
    }
    var incident = Incident.began(IncidentKind.PINNED, pinned.runtime(), pinned.worker(), pinned.task(),
        pinned.sinceNanos()).seenAt(pinned.stack(), look.now());
    long id = book.begin(lasting(look, incident), look.now());
    if (id != 0) {
      open.add(incident.withId(id));
    }
  }

  private static Incident lasting(Look look, Incident incident) {
    long length = Math.max(0, look.now() - incident.at());
    long stopped = look.stops().within(incident.at(), look.now());
    return incident.lasting(length, length - Math.min(length, stopped), stopped);
  }

  void look(Look look) {
    open.removeIf(incident -> {
      boolean goesOn = look.runtimes().stream().anyMatch(runtime -> isPinned(runtime, incident));
      var now = lasting(look, incident);
      book.update(goesOn ? now : now.ended());
      return !goesOn;
    });
  }

  private static boolean isPinned(RuntimeView runtime, Incident incident) {
    if (runtime.id() != incident.runtime()) {
      return false;
    }
    return runtime.workers().stream()
        .anyMatch(worker -> (worker.currentTaskId() == incident.task() && worker.isPinned())
            || worker.handedOverPolls().stream().anyMatch(poll -> poll.taskId() == incident.task()));
  }
}
