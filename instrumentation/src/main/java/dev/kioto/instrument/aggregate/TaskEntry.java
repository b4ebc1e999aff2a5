package dev.kioto.instrument.aggregate;

import static dev.kioto.instrument.aggregate.Instants.ABSENT;
import static dev.kioto.instrument.aggregate.Instants.isAfter;
import static dev.kioto.instrument.aggregate.Instants.later;

import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import org.jspecify.annotations.Nullable;

/// The totals of one task. Guarded by the lock of the aggregator.
///
/// Every total is a sum or an extreme, so that the order in which events of different threads arrive does not matter.
final class TaskEntry extends Entry<TaskSnapshot> {
  /*
   * Wakers. Java has no drop, so what has become of a waker is inferred: a task that takes wakers in a poll has no use for
   * those of earlier polls any more, and one that takes none waits on the earlier ones.
   *
   *   outstanding = taken in the latest poll that took any
   *   clones      = all taken
   *   drops       = clones - outstanding, and all of them when the task has ended
   */
  // Of the entry (200), its description (56) and its place in the table of tasks (24), with compressed references. The strings
  // of a description belong to the program.
  private static final long OBJECT_BYTES = 280;

  // Null until the spawn has arrived: a placeholder for events that overtook it.
  @Nullable TaskInfo info;
  // Null until the spawn has arrived and after the end.
  @Nullable TaskView view;

  private long createdAt = ABSENT;
  private long endedAt = ABSENT;
  private long wakes;
  private long selfWakes;
  private long lastWake = ABSENT;
  private long lastWokenBy;
  private long clones;
  private int outstanding;
  // One of those that were taken is not known of: it is taken for granted until the task is seen to take some.
  private boolean assumed;
  private long takingPollStarted = ABSENT;
  private long polls;
  private long firstPoll = ABSENT;
  private long lastPollStarted = ABSENT;
  private long lastPollEnded = ABSENT;
  private long busyNanos;
  private long scheduledNanos;
  // The start of the poll that runs, as a thread showed it.
  private long runningStart = ABSENT;
  // Of that poll: they are among the wakes once its record has come.
  private int runningSelfWakes;
  // No thread is seen at that poll any more, and its record has not come: another poll has interrupted it, or it was lost.
  private boolean interrupted;

  // From the second poll on: the sums above are the only sample before it.
  private @Nullable TimeBuckets pollTimes;
  private @Nullable TimeBuckets scheduledTimes;

  // The slot in which its last wake was counted: a hint for the next one.
  int wakeSlot;

  // It was learnt by asking the runtimes, and its spawn has not come.
  boolean spawnFound;
  // Its end was learnt by asking it, and has not come.
  boolean endFound;

  TaskEntry(long id) {
    super(id);
  }

  @Override
  boolean isPlaceholder() {
    return info == null;
  }

  @Override
  boolean isEnded() {
    return endedAt != ABSENT;
  }

  @Override
  long endedAt() {
    return endedAt;
  }

  @Override
  long bytes() {
    return OBJECT_BYTES + (pollTimes == null ? 0 : pollTimes.bytes())
        + (scheduledTimes == null ? 0 : scheduledTimes.bytes());
  }

  long lastWokenBy() {
    return lastWokenBy;
  }

  void spawned(TaskInfo info, TaskView view, long at) {
    this.info = info;
    this.view = isEnded() ? null : view;
    createdAt = at;
    lastWake = later(lastWake, at); // a spawn makes runnable, as a wake does
  }

  /// @param book whose histograms it keeps
  void polled(TaskBook book, long scheduledAt, long start, long end, int taken) {
    long busy = Math.max(0, end - start);
    long scheduled = Math.max(0, start - scheduledAt);
    recordTimes(book, busy, scheduled);
    polls++;
    busyNanos += busy;
    scheduledNanos += scheduled;
    if (firstPoll == ABSENT || start - firstPoll < 0) {
      firstPoll = start;
    }
    lastPollStarted = later(lastPollStarted, start);
    lastPollEnded = later(lastPollEnded, end);
    if (taken > 0) {
      clones += assumed ? taken - 1 : taken;
      assumed = false;
      if (isAfter(start, takingPollStarted)) {
        takingPollStarted = start;
        outstanding = taken;
      }
    }
  }

  private void recordTimes(TaskBook book, long busy, long scheduled) {
    if (polls == 0) {
      return;
    }
    if (pollTimes == null || scheduledTimes == null) {
      pollTimes = new TimeBuckets();
      pollTimes.record(busyNanos, book.maxPollNanos);
      scheduledTimes = new TimeBuckets();
      scheduledTimes.record(scheduledNanos, book.maxScheduledNanos);
    }
    pollTimes.record(busy, book.maxPollNanos);
    scheduledTimes.record(scheduled, book.maxScheduledNanos);
  }

  void woken(long by, long at) {
    wakes++;
    if (by == id) {
      selfWakes++;
    }
    if (isAfter(at, lastWake)) {
      lastWake = at;
      lastWokenBy = by;
    }
  }

  /// Notes wakes by itself during a poll that has ended.
  void wokeItself(int times, long at) {
    wakes += times;
    selfWakes += times;
    if (isAfter(at, lastWake)) {
      lastWake = at;
      lastWokenBy = id;
    }
  }

  void ended(long at) {
    endedAt = at;
    view = null;
  }

  /// Notes whether a thread is seen polling the task, since when, or that none is.
  ///
  /// @return whether that changes what a snapshot says
  boolean running(long start, int selfWakes) {
    interrupted = false;
    if (runningStart == start && runningSelfWakes == selfWakes) {
      return false;
    }
    runningStart = start;
    runningSelfWakes = selfWakes;
    return true;
  }

  boolean isSeenRunning() {
    return runningStart != ABSENT;
  }

  /// Notes that no thread is seen at the poll that [#isRunning].
  void interrupted() {
    interrupted = true;
  }

  /// The record of the poll that was seen may be lost.
  ///
  /// @return true when it was
  boolean doubtPoll() {
    return interrupted && isRunning() && view != null && view.phase() == TaskPhase.IDLE && running(ABSENT, 0);
  }

  /// Whether a poll was seen whose record has not come.
  boolean isRunning() {
    return !isEnded() && isAfter(runningStart, lastPollStarted);
  }

  /// What the events told is not all there is: some were lost. Takes from the task itself what it can tell.
  ///
  /// @return true when a snapshot may say something else now
  boolean doubt() {
    if (view == null || view.phase() != TaskPhase.IDLE) {
      return false;
    }
    boolean looksScheduled = isAfter(lastWake, lastPollStarted);
    if (outstanding > 0) {
      return looksScheduled;
    }
    // Whether it took a waker in a poll that was lost cannot be known. To call it lost could be a false alarm.
    outstanding = 1;
    clones++;
    assumed = true;
    return true;
  }

  @Override
  TaskSnapshot snapshot() {
    if (info == null) {
      throw new IllegalStateException("task " + id + " has no spawn to show");
    }
    long started = lastPollStarted;
    long ended = lastPollEnded;
    long startedPolls = polls;
    int ownWakes = 0;
    if (isRunning()) {
      started = runningStart;
      startedPolls++;
      ownWakes = runningSelfWakes;
    } else if (isAfter(lastWake, started) && view != null && view.phase() == TaskPhase.IDLE) {
      // Woken after its last poll, and yet it waits for a wake: the poll that answered is on its way here, or was lost,
      // or started within the moment in which the wake was made.
      started = lastWake;
      ended = later(ended, lastWake);
    }
    long first = firstPoll == ABSENT ? started : firstPoll;
    long drops = isEnded() ? clones : clones - outstanding;
    // When it woke itself is known at the end of the poll: not before its start.
    boolean wokenByItself = ownWakes > 0 && isAfter(started, lastWake);
    return new TaskSnapshot(info, createdAt, endedAt, wakes + ownWakes, selfWakes + ownWakes, clones, drops,
        wokenByItself ? started : lastWake, wokenByItself ? id : lastWokenBy, startedPolls, first, started, ended,
        busyNanos, scheduledNanos);
  }

  @Nullable TimeHistogram pollTimes(TaskBook book) {
    return copy(pollTimes, busyNanos, book.maxPollNanos);
  }

  @Nullable TimeHistogram scheduledTimes(TaskBook book) {
    return copy(scheduledTimes, scheduledNanos, book.maxScheduledNanos);
  }

  private @Nullable TimeHistogram copy(@Nullable TimeBuckets buckets, long onlySample, long max) {
    if (polls == 0) {
      return null;
    }
    return buckets == null ? TimeHistogram.of(onlySample, max) : buckets.copy(max);
  }
}
