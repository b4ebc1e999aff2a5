package dev.kioto.instrument.incident;

import dev.kioto.instrument.incident.Inbox.News;
import dev.kioto.probe.RuntimeView;
import java.util.ArrayList;
import java.util.List;

/// Timers that fired late because a runtime's threads had no time for them. The watch's thread alone.
final class LateTimers {
  private static final int MOST_TASKS = 16;

  private final long threshold;
  private final IncidentBook book;

  LateTimers(long threshold, IncidentBook book) {
    this.threshold = threshold;
    this.book = book;
  }

  void fired(Look look, Polls polls, News.TimersLate late) {
    for (var runtime : look.runtimes()) {
      if (runtime.id() == late.runtime()) {
        fired(look, polls, runtime, late);
      }
    }
  }

  private void fired(Look look, Polls polls, RuntimeView runtime, News.TimersLate late) {
    long due = late.firedAt() - late.lateNanos();
    long stopped = look.stops().within(due, late.firedAt());
    long own = Math.min(late.lateNanos() - stopped, polls.ownOfBusiest(runtime, due, late.firedAt()));
    if (own >= threshold) {
      book.begin(Incident.began(IncidentKind.LATE_TIMER, late.runtime(), Incident.NO_WORKER, 0, due)
          .lasting(late.lateNanos(), own, stopped).counting(late.timers(), 0).among(polled(polls, runtime)).ended(),
          look.now());
    }
  }

  /// The tasks that are being polled by a runtime.
  static List<Long> polled(Polls polls, RuntimeView runtime) {
    var tasks = new ArrayList<Long>();
    for (var poll : polls.goingOn()) {
      if (poll.runtime == runtime.id() && tasks.size() < MOST_TASKS) {
        tasks.add(poll.task);
      }
    }
    return tasks;
  }
}
