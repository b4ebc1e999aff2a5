package dev.kioto.instrument.incident;

import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Polls that hold their worker for long. The watch's thread alone.
final class LongPolls {
  // To take one holds up the polling thread for some tens of microseconds.
  private static final int STACKS_A_SECOND = 20;
  private static final long SECOND = 1_000_000_000;
  private static final int MOST_OPEN = 1024;

  private final long threshold;
  private final LongFunction<@Nullable TaskView> tasks;
  private final IncidentBook book;

  // By task, until the end of the poll is told.
  private final Map<Long, Sighting> open = new HashMap<>();
  private long secondBegan;
  private int stacksInSecond;

  LongPolls(long threshold, LongFunction<@Nullable TaskView> tasks, IncidentBook book) {
    this.threshold = threshold;
    this.tasks = tasks;
    this.book = book;
  }

  /// Whether there is one that has not ended.
  boolean isFollowing() {
    return !open.isEmpty();
  }

  /// Looks at the polls that go on.
  void look(Look look, Polls polls) {
    for (var poll : polls.goingOn()) {
      if (look.now() - poll.start >= threshold && poll.isKnown()) {
        look(look, poll);
      }
    }
    open.values().removeIf(poll -> isGone(look, polls, poll));
  }

  private void look(Look look, Sighting poll) {
    long length = look.now() - poll.start;
    long own = poll.own(look.stops(), look.now());
    var incident = poll.incident;
    if (incident == null) {
      if (own >= threshold && open.size() < MOST_OPEN) {
        begin(look, poll, length, own);
      }
    } else {
      incident = incident.lasting(length, own, look.stops().within(poll.start, look.now()));
      poll.incident = length >= poll.nextStackAt ? withStack(look, poll, incident) : incident;
      book.update(poll.incident);
    }
  }

  private void begin(Look look, Sighting poll, long length, long own) {
    var task = tasks.apply(poll.task);
    if (task != null && (task.kind() == TaskKind.BLOCKING || task.kind() == TaskKind.BLOCK_ON)) {
      return;
    }
    var incident = withStack(look, poll, Incident.began(IncidentKind.LONG_POLL, poll.runtime, poll.worker, poll.task,
        poll.start).lasting(length, own, look.stops().within(poll.start, look.now())));
    long id = book.begin(incident, look.now());
    if (id != 0) {
      poll.incident = incident.withId(id);
      open.put(poll.task, poll);
    }
  }

  /// With what is on its stack now, and a look at it again when it has lasted ten times as long.
  private Incident withStack(Look look, Sighting poll, Incident incident) {
    poll.nextStackAt = 10 * (look.now() - poll.start);
    if (look.now() - secondBegan >= SECOND) {
      secondBegan = look.now();
      stacksInSecond = 0;
    }
    if (++stacksInSecond > STACKS_A_SECOND) {
      return incident;
    }
    var task = tasks.apply(poll.task);
    StackSample sample = task == null ? null : sample(task);
    return sample == null ? incident : incident.seenAt(sample, look.now());
  }

  static @Nullable StackSample sample(TaskView task) {
    try {
      var sample = task.stack();
      return sample.frames().isEmpty() ? null : sample;
    } catch (RuntimeException _) {
      return null; // the incident is told without
    }
  }

  // The end is told by an event, which may be lost.
  private boolean isGone(Look look, Polls polls, Sighting poll) {
    var incident = poll.incident;
    if (incident != null && polls.isInPlace(poll.task)) { // it has its worker no more, and goes on
      book.update(incident.ended());
      poll.incident = null;
      return true;
    }
    if (incident == null || polls.of(poll.task) == poll || look.now() - poll.lastSeen < SECOND) {
      return incident == null;
    }
    book.update(incident.ended());
    return true;
  }

  /// A poll is over. It may be none that was seen.
  void ended(Look look, long task, long start, long end) {
    var poll = open.get(task);
    if (poll == null || poll.start != start || poll.incident == null) {
      return;
    }
    open.remove(task);
    book.update(
        poll.incident.lasting(end - start, poll.own(look.stops(), end), look.stops().within(start, end)).ended());
    poll.incident = null;
  }
}
