package dev.kioto.instrument.recorder;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The channel of the threads that have none of their own: [Stripes], and a table of the polls that go on. What finds no
/// stripe, or no place in the table, is dropped and counted.
final class SharedRecorder extends ChannelProbe {
  private static final ThreadSource SOURCE = new ThreadSource(ThreadSource.SHARED, "other threads", 0);
  private static final long UNKNOWN = 0; // an instant

  private final Stripes stripes;
  private final OpenPolls open = new OpenPolls();
  private final SharedTotals totals = new SharedTotals();
  // Events that found every stripe taken. The map is never changed after the construction.
  private final Map<EventKind, AtomicLong> crowdedOut = new EnumMap<>(EventKind.class);

  SharedRecorder(LevelSwitch level, LongSupplier clock, int maxCapacity, LongConsumer pressure) {
    super(level, clock);
    stripes = new Stripes(maxCapacity, pressure);
    for (EventKind kind : EventKind.values()) {
      crowdedOut.put(kind, new AtomicLong());
    }
  }

  @Override
  public long taskSpawned(TaskView view) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return UNKNOWN;
    }
    totals.spawned();
    if (now == RecordLevel.COUNTS) {
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    put(EventKind.SPAWN, view, view.id(), at);
    return at;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    if (level.look() == RecordLevel.OFF) {
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    open.start(taskId, scheduledAtNanos == UNKNOWN ? at : scheduledAtNanos, at);
    return at;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    var now = level.look();
    int place = open.find(taskId);
    if (now == RecordLevel.OFF) {
      open.free(place);
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    long start = startOf(place, at);
    totals.polled(start == UNKNOWN ? 0 : at - start);
    if (now != RecordLevel.COUNTS) {
      if (start == UNKNOWN) {
        lost(EventKind.POLL);
      } else {
        put(taskId, place < 0 ? start : open.scheduledAt(place), start, at, wakersTaken);
      }
    }
    open.free(place);
    return at;
  }

  private long startOf(int place, long end) {
    return switch (place) {
      case OpenPolls.NO_ROOM -> UNKNOWN;
      case OpenPolls.NONE -> level.observedSince(end); // it began at OFF
      default -> open.start(place);
    };
  }

  private void put(long taskId, long scheduledAt, long start, long end, int wakersTaken) {
    var channel = acquire(EventKind.POLL);
    if (channel != null) {
      channel.poll(taskId, scheduledAt, start, end, wakersTaken, 0);
      release(channel);
    }
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return UNKNOWN;
    }
    totals.woken(taskId == wakerTaskId);
    if (now == RecordLevel.COUNTS) {
      return UNKNOWN;
    }
    long at = clock.getAsLong();
    var channel = acquire(EventKind.WAKE);
    if (channel != null) {
      channel.wake(taskId, wakerTaskId, at);
      release(channel);
    }
    return at;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {
    var now = level.look();
    if (now == RecordLevel.OFF) {
      return;
    }
    totals.ended();
    if (now == RecordLevel.COUNTS) {
      return;
    }
    long at = clock.getAsLong();
    var channel = acquire(EventKind.END);
    if (channel != null) {
      channel.end(taskId, outcome, at);
      release(channel);
    }
  }

  /// Does nothing: it is always somebody's.
  @Override
  public void close() {}

  @Override
  @Nullable Channel acquire(EventKind kind) {
    var stripe = stripes.acquire();
    if (stripe == null) {
      lost(kind);
    }
    return stripe;
  }

  @Override
  void release(Channel channel) {
    ((Stripes.Stripe) channel).release();
  }

  private void lost(EventKind kind) {
    crowdedOutOf(kind).incrementAndGet();
  }

  private AtomicLong crowdedOutOf(EventKind kind) {
    return Objects.requireNonNull(crowdedOut.get(kind));
  }

  // --- the consumer ---

  int drain(EventSink sink) {
    return stripes.drain(SOURCE, sink);
  }

  void running(RunningSink sink) {
    open.running(sink);
  }

  // --- any thread ---

  long losses(EventKind kind) {
    return crowdedOutOf(kind).get() + stripes.lost(kind);
  }

  Totals totals() {
    return totals.get();
  }

  long bytes() {
    return stripes.bytes();
  }

  int channels() {
    return stripes.count();
  }
}
