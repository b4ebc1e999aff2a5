package dev.kioto.instrument.incident;

import dev.kioto.probe.StackSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One incident as it is known now. Instants are readings of [System#nanoTime].
///
/// @param id above 0; never used again
/// @param runtime its runtime's id; 0 when unknown
/// @param worker the worker's index; -1 when it is of none
/// @param task the task that it is about; 0 when it is of none
/// @param at when it began
/// @param lengthNanos how long it has lasted, or was
/// @param ongoing whether it goes on
/// @param ownNanos of the length, what the program itself is to blame for: without the time in which the whole process stood still,
///     or the thread was not given a processor. A lower bound
/// @param stoppedNanos of the length, in which the whole process stood still: a collection of garbage, or it was stopped. An upper bound
/// @param count of timers, of budgets; 0 when there is nothing to count
/// @param share of the looks in which other tasks waited to be polled meanwhile; 0 when that was not looked at
/// @param stack what was seen on the task's stack; null when there is none
/// @param stackAt when that was
/// @param tasks others that are part of it: those that held the workers
/// @param resource what is held; 0 for none
/// @param text of a failure, what it says; empty for none
public record Incident(long id, IncidentKind kind, long runtime, int worker, long task, long at, long lengthNanos,
    boolean ongoing, long ownNanos, long stoppedNanos, long count, double share, @Nullable StackSample stack,
    long stackAt, List<Long> tasks, long resource, String text) {

  /// No worker in particular.
  public static final int NO_WORKER = -1;

  /// One of which no more than this is known. Its id is 0: the book gives it another.
  static Incident began(IncidentKind kind, long runtime, int worker, long task, long at) {
    return new Incident(0, kind, runtime, worker, task, at, 0, true, 0, 0, 0, 0, null, 0, List.of(), 0, "");
  }

  Incident withId(long newId) {
    return new Incident(newId, kind, runtime, worker, task, at, lengthNanos, ongoing, ownNanos, stoppedNanos, count,
        share, stack, stackAt, tasks, resource, text);
  }

  Incident lasting(long length, long own, long stopped) {
    return new Incident(id, kind, runtime, worker, task, at, length, ongoing, Math.min(own, length),
        Math.min(stopped, length), count, share, stack, stackAt, tasks, resource, text);
  }

  Incident ended() {
    return new Incident(id, kind, runtime, worker, task, at, lengthNanos, false, ownNanos, stoppedNanos, count, share,
        stack, stackAt, tasks, resource, text);
  }

  Incident seenAt(StackSample sample, long sampledAt) {
    return new Incident(id, kind, runtime, worker, task, at, lengthNanos, ongoing, ownNanos, stoppedNanos, count,
        share, sample, sampledAt, tasks, resource, text);
  }

  Incident counting(long events, double waiting) {
    return new Incident(id, kind, runtime, worker, task, at, lengthNanos, ongoing, ownNanos, stoppedNanos, events,
        waiting, stack, stackAt, tasks, resource, text);
  }

  Incident among(List<Long> others) {
    return new Incident(id, kind, runtime, worker, task, at, lengthNanos, ongoing, ownNanos, stoppedNanos, count,
        share, stack, stackAt, List.copyOf(others), resource, text);
  }

  Incident of(long heldResource, String says) {
    return new Incident(id, kind, runtime, worker, task, at, lengthNanos, ongoing, ownNanos, stoppedNanos, count,
        share, stack, stackAt, tasks, heldResource, says);
  }
}
