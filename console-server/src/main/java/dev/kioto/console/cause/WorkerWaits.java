package dev.kioto.console.cause;

import dev.kioto.console.trace.Trace;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from a trace how long a task waited to be polled, and who was polled meanwhile.
final class WorkerWaits {

  /*
   * A task that is woken on a worker comes into that worker's queue, and what the worker polls until then is what it waits behind,
   * also when another worker takes it over in the end. One that is woken elsewhere waits for any worker: what is told then is what
   * the one did that polled it.
   */
  private final Trace trace;
  private final Set<String> workers; // the names of their threads; empty when they are not known

  WorkerWaits(Trace trace, Set<String> workers) {
    this.trace = trace;
    this.workers = workers;
  }

  /// A time in which a task could have been polled and was not.
  ///
  /// @param thread the index of the one whose polls it waited behind; -1 when that is not known
  /// @param queued whether it waited in that worker's own queue
  record Found(long from, long to, int thread, boolean queued) {
  }

  /// The longest wait of a task that ended at an instant or after it; null when there is none.
  @Nullable Found longest(long task, long notBefore) {
    Found longest = null;
    for (int i = 0; i < trace.size(); i++) {
      if (trace.kind(i) != TraceKind.POLL || trace.task(i) != task || trace.at(i) < notBefore) continue;
      long waited = Math.max(0, trace.other(i));
      if (longest == null || waited > longest.to - longest.from) {
        longest = between(task, trace.at(i) - waited, trace.at(i), trace.thread(i));
      }
    }
    return longest;
  }

  /// The wait of a task that was woken and not yet polled.
  Found present(long task, long from, long to) {
    return between(task, from, to, -1);
  }

  private Found between(long task, long from, long to, int polledBy) {
    int waker = wakerThread(task, from);
    boolean queued = waker != TraceThread.SHARED && isWorker(waker) && (waker == polledBy || polls(waker, from, to));
    return new Found(from, to, queued ? waker : polledBy, queued);
  }

  // A wake is told of before the instant at which the task counts as runnable, by no more than a moment.
  private int wakerThread(long task, long at) {
    long slack = 1_000_000;
    for (int i = trace.firstFrom(at - slack); i < trace.size() && trace.at(i) <= at + slack; i++) {
      if (trace.kind(i) == TraceKind.WAKE && trace.task(i) == task) return trace.thread(i);
      if (trace.kind(i) == TraceKind.SPAWN && trace.task(i) == task) return trace.thread(i);
    }
    return TraceThread.SHARED;
  }

  private boolean isWorker(int thread) {
    var named = trace.namedThread(thread);
    return named != null && workers.contains(named.name());
  }

  private boolean polls(int thread, long from, long to) {
    for (int i = trace.firstGoingOn(from); i < trace.size() && trace.at(i) < to; i++) {
      if (trace.kind(i) == TraceKind.POLL && trace.thread(i) == thread && trace.at(i) + trace.value(i) > from)
        return true;
    }
    return false;
  }

  /// The tasks that were polled on a thread in a time, or on all workers when it is -1, but for one task.
  List<Held> held(int thread, long from, long to, long except) {
    var held = new ArrayList<Held>();
    for (int i = trace.firstGoingOn(from); i < trace.size() && trace.at(i) < to; i++) {
      boolean there = trace.kind(i) == TraceKind.POLL && trace.task(i) != except
          && (thread < 0 ? isWorker(trace.thread(i)) : trace.thread(i) == thread);
      long nanos = there ? Math.min(to, trace.at(i) + trace.value(i)) - Math.max(from, trace.at(i)) : 0;
      if (nanos > 0) held.add(new Held(trace.task(i), name(trace.thread(i)), nanos, 1, nanos, false, ""));
    }
    return held;
  }

  String name(int thread) {
    var named = trace.namedThread(thread);
    return named == null ? "" : named.name();
  }
}
