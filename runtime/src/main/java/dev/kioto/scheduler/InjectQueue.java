package dev.kioto.scheduler;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The queue that all workers share: what is scheduled from outside goes here, and what overflows a local queue.
///
/// Lock-free on purpose: a submission may run on a virtual thread that is mounted on a worker, and a contended lock would
/// unmount it in the middle of what only that worker may do. Any thread.
final class InjectQueue {
  static {
    // The JVM links such a call when it is made first, which takes memory: none is left when the real one is made.
    var linked = new AtomicReference<@Nullable Object>();
    linked.compareAndSet(null, linked);
    linked.getAndSet(null);
  }

  private final ConcurrentLinkedQueue<ScheduledTask<?>> tasks = new ConcurrentLinkedQueue<>();

  // Incremented before the offer, decremented after the poll: never less than what is in the queue, so that a worker that
  // reads 0 misses nothing whose push had ended.
  private final AtomicInteger length = new AtomicInteger();

  // Tasks for which there was no memory, newest first, each linked to the next where its result will be. A push must not
  // fail: whoever made it has set the bit that says that the task is in a queue, and nobody would make it again.
  private final AtomicReference<@Nullable ScheduledTask<?>> spilled = new AtomicReference<>();

  void push(ScheduledTask<?> task) {
    countPush();
    put(task);
  }

  /// The first step of a push.
  void countPush() {
    length.getAndIncrement();
  }

  private void put(ScheduledTask<?> task) {
    try {
      tasks.offer(task);
    } catch (OutOfMemoryError _) {
      spill(task);
    }
  }

  /// The second step of a push, when there is no memory.
  void spill(ScheduledTask<?> task) {
    ScheduledTask<?> before;
    do {
      before = spilled.get();
      task.setNextSpilled(before);
    } while (!spilled.compareAndSet(before, task));
  }

  @Nullable ScheduledTask<?> pop() {
    if (length.get() == 0) {
      return null;
    }
    var task = tasks.poll();
    if (task == null) {
      task = takeSpilled();
    }
    if (task != null) {
      length.getAndDecrement();
    }
    return task;
  }

  /// Takes several, and counts them once.
  ///
  /// @param n how many, at most; 0 counts as 1
  /// @param rest where all but the first go: by its owner, with room for them
  /// @return the first, or null when there is none
  @Nullable ScheduledTask<?> pop(int n, LocalQueue rest) {
    var first = tasks.poll();
    if (first == null) {
      return pop(); // it may have spilled
    }
    int popped = 1;
    ScheduledTask<?> task;
    while (popped < n && (task = tasks.poll()) != null) {
      rest.push(task, this);
      popped++;
    }
    length.getAndAdd(-popped);
    return first;
  }

  // Takes them all, since the head of a list that grows and shrinks cannot be taken by a compare-and-set, and puts back all
  // but one.
  private @Nullable ScheduledTask<?> takeSpilled() {
    var first = spilled.get() == null ? null : spilled.getAndSet(null);
    if (first == null) {
      return null;
    }
    var rest = first.takeNextSpilled();
    while (rest != null) {
      var next = rest.takeNextSpilled();
      put(rest);
      rest = next;
    }
    return first;
  }

  int size() {
    return length.get();
  }

  boolean isEmpty() {
    return length.get() == 0;
  }
}
