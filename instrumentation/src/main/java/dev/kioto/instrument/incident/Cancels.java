package dev.kioto.instrument.incident;

import dev.kioto.instrument.incident.Inbox.News;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tasks that were told to end, until they do. The watch's thread alone.
final class Cancels {
  private static final int MOST = 10_000;
  private static final long PATIENCE_NANOS = 1_000_000_000; // a clean-up takes its time
  private static final long LOOK_NANOS = 100_000_000;

  private final IncidentBook book;
  private final Map<Long, Told> told = new LinkedHashMap<>();
  private long lookedAt;

  Cancels(IncidentBook book) {
    this.book = book;
  }

  /// A task that was told.
  private static final class Told {
    final TaskView task;
    final long at;
    long stopped;
    @Nullable Incident incident;

    Told(TaskView task, long at) {
      this.task = task;
      this.at = at;
    }
  }

  /// Whether there is one that has not ended.
  boolean isFollowing() {
    return !told.isEmpty();
  }

  void requested(News.CancelRequested request) {
    if (told.size() < MOST) {
      told.putIfAbsent(request.task().id(), new Told(request.task(), request.at()));
    } else {
      book.drop(1);
    }
  }

  void look(Look look) {
    if (!told.isEmpty()) {
      told.values().forEach(one -> one.stopped += look.stops().within(Stops.later(look.before(), one.at), look.now()));
    }
    if (look.now() - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = look.now();
    told.values().removeIf(one -> look(look, one));
  }

  /// @return whether it is over
  private boolean look(Look look, Told one) {
    boolean over = one.task.phase() == TaskPhase.ENDED;
    long length = look.now() - one.at;
    var incident = one.incident;
    if (incident != null) {
      var now = incident.lasting(length, length - Math.min(length, one.stopped), one.stopped);
      one.incident = now;
      book.update(over ? now.ended() : now);
    } else if (!over && length - one.stopped >= PATIENCE_NANOS) {
      begin(look, one, length);
    }
    return over;
  }

  private void begin(Look look, Told one, long length) {
    var begun = Incident
        .began(IncidentKind.CANCEL_STUCK, one.task.runtimeId(), Incident.NO_WORKER, one.task.id(), one.at)
        .lasting(length, length - Math.min(length, one.stopped), one.stopped);
    var sample = LongPolls.sample(one.task);
    var incident = sample == null ? begun : begun.seenAt(sample, look.now());
    long id = book.begin(incident, look.now());
    if (id != 0) {
      one.incident = incident.withId(id);
    }
  }
}
