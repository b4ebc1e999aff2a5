package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The channel of the threads that have none of their own.
///
/// It consists of stripes, each a channel behind a lock that nobody waits for: a thread that finds a stripe taken goes on
/// to the next one. Waiting is out of the question, because the caller may be a virtual thread whose waiting would call
/// the runtime that is just calling it. Only when every stripe is taken at the same moment, several times over, is the
/// event dropped and counted.
final class SharedRecorder implements ThreadProbe {
  // A power of two. A stripe is held for a few nanoseconds, unless its holder loses its processor meanwhile.
  private static final int STRIPES = 8;
  private static final int ATTEMPTS = 16 * STRIPES;

  private static final ThreadSource SOURCE = new ThreadSource(ThreadSource.SHARED, "other threads", 0);

  private final LevelSwitch level;
  private final LongSupplier clock;
  private final OpenPolls open = new OpenPolls();
  private final Stripe[] stripes = new Stripe[STRIPES];
  // Events that found every stripe taken. The map is never changed after the construction.
  private final Map<EventKind, AtomicLong> crowdedOut = new EnumMap<>(EventKind.class);

  SharedRecorder(LevelSwitch level, LongSupplier clock, int maxCapacity, LongConsumer pressure) {
    this.level = level;
    this.clock = clock;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(new Channel(maxCapacity, pressure));
    }
    for (EventKind kind : EventKind.values()) {
      crowdedOut.put(kind, new AtomicLong());
    }
  }

  @Override
  public long taskSpawned(TaskView view) {
    long id = view.id();
    long now = clock.getAsLong();
    var stripe = acquire(EventKind.SPAWN);
    if (stripe != null) {
      stripe.channel.view(EventKind.SPAWN, view, id, now);
      stripe.release();
    }
    return now;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    long now = clock.getAsLong();
    open.start(taskId, scheduledAtNanos, now);
    return now;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    long now = clock.getAsLong();
    int place = open.find(taskId);
    if (place < 0) {
      crowdOut(EventKind.POLL);
      return now;
    }
    var stripe = acquire(EventKind.POLL);
    if (stripe != null) {
      stripe.channel.poll(taskId, open.scheduledAt(place), open.start(place), now, wakersTaken);
      stripe.release();
    }
    open.free(place);
    return now;
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    long now = clock.getAsLong();
    var stripe = acquire(EventKind.WAKE);
    if (stripe != null) {
      stripe.channel.wake(taskId, wakerTaskId, now);
      stripe.release();
    }
    return now;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {
    long now = clock.getAsLong();
    var stripe = acquire(EventKind.END);
    if (stripe != null) {
      stripe.channel.end(taskId, outcome, now);
      stripe.release();
    }
  }

  @Override
  public void resourceCreated(ResourceView resource) {
    put(EventKind.RESOURCE, resource, resource.id());
  }

  @Override
  public void resourceEnded(long resourceId) {
    put(EventKind.RESOURCE_END, false, resourceId);
  }

  @Override
  public void operationStarted(OperationView operation) {
    put(EventKind.OPERATION, operation, operation.id());
  }

  @Override
  public void operationPolled(long operationId, boolean ready) {
    put(EventKind.OPERATION_POLL, ready, operationId);
  }

  @Override
  public void operationEnded(long operationId, boolean ready) {
    put(EventKind.OPERATION_END, ready, operationId);
  }

  private void put(EventKind kind, Object view, long id) {
    long now = clock.getAsLong();
    var stripe = acquire(kind);
    if (stripe != null) {
      stripe.channel.view(kind, view, id, now);
      stripe.release();
    }
  }

  private void put(EventKind kind, boolean ready, long id) {
    long now = clock.getAsLong();
    var stripe = acquire(kind);
    if (stripe != null) {
      stripe.channel.id(kind, ready, id, now);
      stripe.release();
    }
  }

  @Override
  public void schedulerEvent(SchedulerEvent event, long other, long value) {
    if (!level.tracesScheduler()) {
      return;
    }
    long at = ThreadRecorder.instant(event, value, clock.getAsLong());
    var stripe = acquire(EventKind.SCHEDULER);
    if (stripe != null) {
      stripe.channel.scheduler(event, other, value, at);
      stripe.release();
    }
  }

  /// Does nothing: it is always somebody's.
  @Override
  public void close() {}

  private @Nullable Stripe acquire(EventKind kind) {
    int first = (int) ((Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L) >>> 32);
    for (int i = 0; i < ATTEMPTS; i++) {
      var stripe = stripes[(first + i) & (STRIPES - 1)];
      if (stripe.tryAcquire()) {
        return stripe;
      }
      if (i % STRIPES == STRIPES - 1) {
        Thread.onSpinWait();
      }
    }
    crowdOut(kind);
    return null;
  }

  private void crowdOut(EventKind kind) {
    crowdedOutOf(kind).incrementAndGet();
  }

  private AtomicLong crowdedOutOf(EventKind kind) {
    return Objects.requireNonNull(crowdedOut.get(kind));
  }

  // Consumer.

  int drain(EventSink sink) {
    int drained = 0;
    for (var stripe : stripes) {
      if (!stripe.channel.isEmpty()) {
        sink.source(SOURCE);
        drained += stripe.channel.drain(sink);
      }
    }
    return drained;
  }

  void running(RunningSink sink) {
    open.running(sink);
  }

  // Any thread.

  long lost(EventKind kind) {
    long lost = crowdedOutOf(kind).get();
    for (var stripe : stripes) {
      lost += stripe.channel.losses().get(kind);
    }
    return lost;
  }

  int channels() {
    return STRIPES;
  }

  /// A channel whose producer is whoever holds it.
  private static final class Stripe {
    final Channel channel;
    // Acquired by CAS, released by a set release: what one holder did to the channel is seen by the next.
    private final AtomicBoolean taken = new AtomicBoolean();

    Stripe(Channel channel) {
      this.channel = channel;
    }

    boolean tryAcquire() {
      return !taken.getPlain() && taken.compareAndSet(false, true);
    }

    void release() {
      taken.setRelease(false);
    }
  }
}
