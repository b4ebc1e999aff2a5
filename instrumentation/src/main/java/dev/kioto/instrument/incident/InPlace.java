package dev.kioto.instrument.incident;

import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.RuntimeView.InPlaceBlock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tasks, future and direct ones, that block in place while they hold a lock. Which locks a task holds is asked of all of them, once for each such wait and a
/// few times a second at most. The watch's thread alone.
final class InPlace {
  private static final long PAUSE_NANOS = 200_000_000;
  private static final long OLD_NANOS = 5_000_000; // shorter ones are not looked at
  private static final int MOST_RESOURCES = 20_000;

  private final IncidentBook book;
  private final Map<Long, Waiting> seen = new HashMap<>(); // by task
  private long askedAt;

  InPlace(IncidentBook book) {
    this.book = book;
  }

  /// One wait, which is asked about once.
  private static final class Waiting {
    final long since;
    boolean asked;
    @Nullable Incident incident;

    Waiting(long since) {
      this.since = since;
    }
  }

  void look(Look look, Polls polls) {
    Set<Long> now = new HashSet<>();
    for (var runtime : look.runtimes()) {
      for (var block : runtime.blockingInPlace()) {
        if (now.add(block.taskId())) { // one inside another is part of it
          look(look, polls, runtime, block);
        }
      }
    }
    seen.entrySet().removeIf(entry -> {
      var waiting = entry.getValue();
      boolean over = !now.contains(entry.getKey());
      if (over && waiting.incident != null) {
        update(look, waiting, waiting.incident, true);
      }
      return over;
    });
  }

  private void look(Look look, Polls polls, RuntimeView runtime, InPlaceBlock block) {
    var known = seen.get(block.taskId());
    boolean isSame = known != null && known.since == block.sinceNanos();
    if (known != null && !isSame && known.incident != null) {
      update(look, known, known.incident, true);
    }
    var waiting = known != null && isSame ? known : new Waiting(block.sinceNanos());
    seen.put(block.taskId(), waiting);
    if (waiting.incident != null) {
      update(look, waiting, waiting.incident, false);
    } else if (!waiting.asked && look.now() - waiting.since >= OLD_NANOS && look.now() - askedAt >= PAUSE_NANOS) {
      waiting.asked = true;
      askedAt = look.now();
      ask(look, runtime, block.taskId(), polls.workerInPlace(block.taskId()), waiting);
    }
  }

  private void update(Look look, Waiting waiting, Incident incident, boolean over) {
    long length = look.now() - waiting.since;
    long stopped = look.stops().within(waiting.since, look.now());
    var now = incident.lasting(length, length - Math.min(length, stopped), stopped);
    waiting.incident = now;
    book.update(over ? now.ended() : now);
  }

  private void ask(Look look, RuntimeView runtime, long taskId, int worker, Waiting waiting) {
    var held = runtime.resources().stream().limit(MOST_RESOURCES).filter(one -> isHeld(one, taskId)).findFirst();
    if (held.isEmpty()) {
      return;
    }
    var resource = held.get();
    var incident = Incident.began(IncidentKind.BLOCK_IN_PLACE_WITH_LOCK, runtime.id(), worker, taskId,
        waiting.since).of(resource.id(), resource.type());
    var task = runtime.tasks().stream().filter(one -> one.id() == taskId).findFirst();
    var sample = task.isEmpty() ? null : LongPolls.sample(task.get());
    incident = sample == null ? incident : incident.seenAt(sample, look.now());
    long id = book.begin(incident, look.now());
    waiting.incident = id == 0 ? null : incident.withId(id);
  }

  private static boolean isHeld(ResourceView resource, long task) {
    return resource.kind() == ResourceKind.SYNC && resource.state().owners().contains(task);
  }
}
