package dev.kioto.instrument.recorder;

import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import java.util.function.LongConsumer;

/// The events of one producer: a ring that is replaced by a larger one when it fills, up to a bound, and what did not fit.
///
/// One thread at a time produces, one at a time consumes, and they need no lock between them. It starts small because most
/// threads that have one (those of a blocking pool) have little to say; it grows at most a handful of times in its life.
class Channel {
  // A guess: a few times what a thread says between two drains when it is not busy.
  private static final int FIRST_CAPACITY = 512;
  private static final int GROWTH = 4;

  private final int maxCapacity;
  private final LongConsumer pressure;
  private final Losses losses = new Losses();

  // Producer alone.
  private Ring ring;
  private Ring pressedRing;
  private long pressedHead = -1;

  // Consumer alone.
  private Ring reading;

  // Of the ring that is written: by the producer, read by any thread.
  private volatile int capacity;

  /// @param maxCapacity of its rings in records: a power of two, at least 2
  /// @param pressure told, by the producer and at most once for each advance of the consumer, how many records wait when
  ///     a ring is half full; must be quick and must not throw
  Channel(int maxCapacity, LongConsumer pressure) {
    this(Math.min(maxCapacity, FIRST_CAPACITY), maxCapacity, pressure);
  }

  Channel(int firstCapacity, int maxCapacity, LongConsumer pressure) {
    this.maxCapacity = maxCapacity;
    this.pressure = pressure;
    ring = new Ring(firstCapacity);
    capacity = firstCapacity;
    pressedRing = ring;
    reading = ring;
  }

  // Producer.

  /// A beginning, which has a view.
  final void view(EventKind kind, Object view, long id, long at) {
    if (ring.hasRoom() || makeRoom(kind)) {
      ring.putView(kind, view, id, at);
    }
  }

  /// @param selfWakes that have no record of their own
  final void poll(long task, long scheduledAt, long start, long end, int wakersTaken, int selfWakes) {
    if (ring.hasRoom() || makeRoom(EventKind.POLL)) {
      ring.putPoll(task, scheduledAt, start, end, wakersTaken, selfWakes);
    } else {
      losses.add(EventKind.WAKE, selfWakes);
    }
  }

  final void wake(long task, long wakerTask, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.WAKE)) {
      ring.putWake(task, wakerTask, at);
    }
  }

  final void end(long task, TaskOutcome outcome, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.END)) {
      ring.putEnd(task, outcome, at);
    }
  }

  final void resourceEnd(long resource, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.RESOURCE_END)) {
      ring.putId(EventKind.RESOURCE_END, 0, resource, at);
    }
  }

  final void operationPoll(long operation, boolean ready, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.OPERATION_POLL)) {
      ring.putId(EventKind.OPERATION_POLL, ready ? 1 : 0, operation, at);
    }
  }

  /// @param polled whether its last poll has no record of its own
  final void operationEnd(long operation, boolean ready, boolean polled, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.OPERATION_END)) {
      ring.putOperationEnd(operation, ready, polled, at);
    } else if (polled) {
      lost(EventKind.OPERATION_POLL);
    }
  }

  final void scheduler(SchedulerEvent event, long other, long value, long at) {
    if (ring.hasRoom() || makeRoom(EventKind.SCHEDULER)) {
      ring.putScheduler(event, other, value, at);
    }
  }

  /// Counts an event that was dropped before it came here.
  final void lost(EventKind kind) {
    losses.add(kind);
  }

  private boolean makeRoom(EventKind kind) {
    int waiting = ring.refresh();
    if (waiting >= ring.capacity() / 2) {
      press(waiting);
      grow();
    }
    if (ring.hasRoom() || (kind.isReserved() && ring.hasReservedRoom())) {
      return true;
    }
    lost(kind);
    return false;
  }

  @SuppressWarnings("ReferenceEquality")
  private void press(int waiting) {
    if (ring != pressedRing || ring.seenHead() != pressedHead) {
      pressedRing = ring;
      pressedHead = ring.seenHead();
      pressure.accept(waiting);
    }
  }

  private void grow() {
    if (ring.capacity() >= maxCapacity) {
      return;
    }
    Ring larger;
    try {
      larger = new Ring((int) Math.min(maxCapacity, (long) ring.capacity() * GROWTH));
    } catch (OutOfMemoryError _) {
      return; // the program is in trouble that recording must not add to
    }
    ring.continueWith(larger);
    ring = larger;
    capacity = larger.capacity();
  }

  // Consumer.

  /// Whether there are no events now.
  final boolean isEmpty() {
    return reading.isEmpty();
  }

  /// Hands all events that are there to a sink, oldest first.
  ///
  /// @return how many there were
  final int drain(EventSink sink) {
    int drained = reading.drain(sink);
    Ring next = reading.next();
    while (next != null) {
      drained += reading.drain(sink); // what came between the drain above and the link
      reading = next;
      drained += reading.drain(sink);
      next = reading.next();
    }
    return drained;
  }

  // Any thread.

  /// What it takes of memory, about.
  final long bytes() {
    return (long) capacity * Ring.RECORD_BYTES;
  }

  final Losses losses() {
    return losses;
  }
}
