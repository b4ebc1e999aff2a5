package dev.kioto.scheduler;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The queue that all workers share: what is scheduled from outside goes here, and what overflows a local queue.
///
/// Lock-free on purpose: a submission may run on a virtual thread that is mounted on a worker, and a contended lock would
/// unmount it in the middle of what only that worker may do. Any thread.
final class InjectQueue {
  private final ConcurrentLinkedQueue<ScheduledTask<?>> tasks = new ConcurrentLinkedQueue<>();

  // Incremented before the offer, decremented after the poll: never less than what is in the queue, so that a worker that
  // reads 0 misses nothing whose push had ended.
  private final AtomicInteger length = new AtomicInteger();

  void push(ScheduledTask<?> task) {
    length.getAndIncrement();
    tasks.offer(task);
  }

  @Nullable ScheduledTask<?> pop() {
    if (length.get() == 0) {
      return null;
    }
    var task = tasks.poll();
    if (task != null) {
      length.getAndDecrement();
    }
    return task;
  }

  int size() {
    return length.get();
  }

  boolean isEmpty() {
    return length.get() == 0;
  }
}
