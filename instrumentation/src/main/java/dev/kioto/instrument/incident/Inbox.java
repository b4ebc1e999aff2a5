package dev.kioto.instrument.incident;

import dev.kioto.instrument.recorder.ProbeNews;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.WorkBell;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What the program's threads tell the watch, until it takes it. Any thread puts something in without a lock; one takes it out. What
/// does not fit is counted.
final class Inbox implements ProbeNews {
  private static final int MOST = 4096;

  private final ConcurrentLinkedQueue<News> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger(); // of the queue, or a little more
  private final LongAdder lost = new LongAdder();
  private long lostTaken; // the taker's alone

  /// What is told.
  sealed interface News {
    /// See [dev.kioto.probe.Probe#taskPinned].
    record Pinned(long runtime, int worker, long task, long sinceNanos, StackSample stack) implements News {}

    /// See [dev.kioto.probe.Probe#timersLate].
    record TimersLate(long runtime, int timers, long lateNanos, long firedAt) implements News {}

    /// See [dev.kioto.probe.Probe#cancelRequested].
    record CancelRequested(TaskView task, long at) implements News {}

    /// See [dev.kioto.probe.Probe#failureUnjoined].
    record FailureUnjoined(long runtime, long task, Throwable failure, long failedAt) implements News {}

    /// A poll is over that was long.
    record PollEnded(long task, long start, long end) implements News {}
  }

  @Override
  public void taskPinned(long runtime, int worker, long task, long sinceNanos, StackSample stack) {
    put(new News.Pinned(runtime, worker, task, sinceNanos, stack));
  }

  @Override
  public void timersLate(long runtime, int timers, long lateNanos, long firedAt) {
    put(new News.TimersLate(runtime, timers, lateNanos, firedAt));
  }

  @Override
  public void cancelRequested(TaskView task, long at) {
    put(new News.CancelRequested(task, at));
  }

  @Override
  public void failureUnjoined(long runtime, long task, Throwable failure, long failedAt) {
    put(new News.FailureUnjoined(runtime, task, failure, failedAt));
  }

  void put(News news) {
    if (size.incrementAndGet() > MOST) {
      size.decrementAndGet();
      lost.increment();
    } else {
      queue.add(news);
      WorkBell.ofProcess().ring(); // the taker may rest
    }
  }

  /// The next one; null when there is none now.
  @Nullable News take() {
    var next = queue.poll();
    if (next != null) {
      size.decrementAndGet();
    }
    return next;
  }

  /// Whether there is nothing to take now.
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// How many did not fit since the last call.
  long takeLost() {
    long all = lost.sum();
    long news = all - lostTaken;
    lostTaken = all;
    return news;
  }
}
