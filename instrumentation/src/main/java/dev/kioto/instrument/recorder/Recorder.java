package dev.kioto.instrument.recorder;

import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The probe that keeps what it is told until a reader takes it.
///
/// Each thread writes into a ring of its own, as much as the [RecordLevel] in force asks for, without a lock and without allocating (but when its ring grows, a handful of
/// times in the life of a thread). A full ring drops events and counts them by kind. The reader, one thread at a time,
/// calls [#drain].
public final class Recorder implements Probe {
  /// Records in a thread's ring at most, when nothing else is asked for: about 720 KB for a thread that needs them all.
  public static final int DEFAULT_RING_CAPACITY = 16_384;

  private static final EventKind[] KINDS = EventKind.values();

  private final int ringCapacity;
  private final LongSupplier clock;
  private final LevelSwitch level = new LevelSwitch(RecordLevel.TASKS);
  private final AtomicInteger nextIndex = new AtomicInteger(ThreadSource.SHARED + 1);
  private final CopyOnWriteArrayList<ThreadRecorder> threads = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<RuntimeView> runtimes = new CopyOnWriteArrayList<>();
  private final Object sharedLock = new Object();

  // Created under sharedLock by the first thread that needs it.
  private volatile @Nullable SharedRecorder shared;
  private volatile @Nullable LongConsumer pressure;
  private volatile ProbeNews news = ProbeNews.NONE;

  // Held while a thread's losses move to the retired ones, and while they are summed. Never taken by a producer.
  private final Object countLock = new Object();
  // Of threads that are gone. Guarded by countLock.
  private final Losses retired = new Losses();
  private Totals retiredTotals = Totals.NONE;
  // Consumer writes, any thread reads.
  private final AtomicLong recorded = new AtomicLong();

  /// A recorder that reads the time from [System#nanoTime].
  ///
  /// @param ringCapacity the most records that one thread's ring holds: a power of two from 2 to 1048576
  /// @throws IllegalArgumentException when it is not
  public Recorder(int ringCapacity) {
    this(ringCapacity, System::nanoTime);
  }

  /// A recorder with a clock of its own, for tests.
  public Recorder(int ringCapacity, LongSupplier clock) {
    if (ringCapacity < 2 || ringCapacity > 1 << 20 || Integer.bitCount(ringCapacity) != 1) {
      throw new IllegalArgumentException(
          "ring capacity " + ringCapacity + ": must be a power of two from 2 to " + (1 << 20));
    }
    this.ringCapacity = ringCapacity;
    this.clock = clock;
  }

  @Override
  public boolean enabled() {
    return true;
  }

  /// True at [RecordLevel#TASKS] and above.
  @Override
  public boolean takesDetails() {
    return level.look().includes(RecordLevel.TASKS);
  }

  /// True at [RecordLevel#TRACE].
  @Override
  public boolean tracesScheduler() {
    return level.look() == RecordLevel.TRACE;
  }

  /// How much is recorded now. Any thread.
  public RecordLevel level() {
    return level.get();
  }

  /// Has more or less recorded from now on. Any thread, at any time.
  ///
  /// What threads tell while this is called is recorded by the old level or by the new one. A poll that began at
  /// [RecordLevel#OFF] counts from here on; the sink is told of the change by the next [#drain].
  public void setLevel(RecordLevel wanted) {
    level.set(wanted, clock);
  }

  @Override
  public ThreadProbe openThread(String threadName) {
    var thread = new ThreadRecorder(Thread.currentThread(), nextIndex.getAndIncrement(), level, clock,
        new Channel(ringCapacity, this::press));
    threads.add(thread);
    return thread;
  }

  @Override
  public ThreadProbe shared() {
    var existing = shared;
    if (existing != null) {
      return existing;
    }
    synchronized (sharedLock) {
      existing = shared;
      if (existing == null) {
        existing = new SharedRecorder(level, clock, ringCapacity, this::press);
        shared = existing;
      }
      return existing;
    }
  }

  @Override
  public void runtimeStarted(RuntimeView runtime) {
    runtimes.add(runtime);
  }

  @Override
  public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {
    if (takesDetails()) {
      news.taskPinned(runtime.id(), worker, taskId, sinceNanos, stack);
    }
  }

  @Override
  public void timersLate(RuntimeView runtime, int timers, long lateNanos) {
    if (takesDetails()) {
      news.timersLate(runtime.id(), timers, lateNanos, clock.getAsLong());
    }
  }

  @Override
  public void cancelRequested(TaskView task) {
    if (takesDetails()) {
      news.cancelRequested(task, clock.getAsLong());
    }
  }

  @Override
  public void failureUnjoined(RuntimeView runtime, long taskId, Throwable failure, long failedAtNanos) {
    if (takesDetails()) {
      news.failureUnjoined(runtime.id(), taskId, failure, failedAtNanos);
    }
  }

  @Override
  public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {} // the worker's view counts it

  @Override
  public void runtimeStopped(RuntimeView runtime) {
    runtimes.remove(runtime);
  }

  private void press(long waiting) {
    var listener = pressure;
    if (listener != null) {
      listener.accept(waiting);
    }
  }

  /// Names who is told that a ring is half full, with the number of records that wait in it. It is called by instrumented
  /// threads, so it must be quick and must not throw.
  public void onPressure(LongConsumer listener) {
    pressure = listener;
  }

  /// Names who is told of what goes wrong, at [RecordLevel#TASKS] and above.
  public void onNews(ProbeNews listener) {
    news = listener;
  }

  /// The clock of all instants.
  public LongSupplier clock() {
    return clock;
  }

  /// Hands all events that are there now to a sink. The channel of a thread that is gone is freed once it is empty.
  ///
  /// Whatever happened before this call in the sense of the Java memory model is either handed over by it, has been
  /// before, or is lost and counted. One caller at a time.
  ///
  /// @return how many there were
  public int drain(EventSink sink) {
    var levels = level.changes();
    try {
      int drained = drainChannels(sink);
      recorded.addAndGet(drained);
      return drained;
    } finally { // also when the sink failed: it must not stay at another level
      for (var changed : levels) {
        sink.levelChanged(changed, clock.getAsLong());
      }
    }
  }

  private int drainChannels(EventSink sink) {
    int drained = 0;
    for (var thread : threads) {
      boolean over = thread.isOver();
      drained += thread.drain(sink);
      if (over) {
        synchronized (countLock) {
          retired.addAll(thread.losses());
          retiredTotals = retiredTotals.plus(thread.totals());
          threads.remove(thread);
        }
      }
    }
    var stripes = shared;
    return stripes == null ? drained : drained + stripes.drain(sink);
  }

  /// Hands each poll that runs now to a sink.
  public void running(RunningSink sink) {
    for (var thread : threads) {
      thread.running(sink);
    }
    var stripes = shared;
    if (stripes != null) {
      stripes.running(sink);
    }
  }

  /// The runtimes that have started and not stopped, in the order of their start.
  public List<RuntimeView> runtimes() {
    return List.copyOf(runtimes);
  }

  /// What was taken and what was lost so far. Any thread; figures of running threads are a moment old.
  public RecorderCounts counts() {
    synchronized (countLock) {
      var stripes = shared;
      var losses = new EnumMap<EventKind, Long>(EventKind.class);
      for (var kind : EventKind.values()) {
        losses.put(kind, lost(kind));
      }
      return new RecorderCounts(recorded.get(), losses, threads.size() + (stripes == null ? 0 : stripes.channels()),
          ringBytes());
    }
  }

  private long ringBytes() {
    long bytes = 0;
    for (var thread : threads) {
      bytes += thread.bytes();
    }
    var stripes = shared;
    return stripes == null ? bytes : bytes + stripes.bytes();
  }

  /// What all threads together have told so far, at [RecordLevel#COUNTS] and above. Any thread; figures of running threads
  /// are a moment old.
  public Totals totals() {
    synchronized (countLock) {
      var sum = retiredTotals;
      for (var thread : threads) {
        sum = sum.plus(thread.totals());
      }
      var others = shared;
      return others == null ? sum : sum.plus(others.totals());
    }
  }

  /// Events that were dropped so far; those of the scheduler, of which nothing else is kept, are left out when it is asked for.
  public long lost(boolean withScheduler) {
    synchronized (countLock) {
      long lost = 0;
      for (int i = 0; i < EventKind.COUNT; i++) {
        var kind = KINDS[i];
        lost += withScheduler || kind != EventKind.SCHEDULER ? lost(kind) : 0;
      }
      return lost;
    }
  }

  private long lost(EventKind kind) {
    long lost = retired.get(kind);
    for (var thread : threads) {
      lost += thread.losses().get(kind);
    }
    var stripes = shared;
    return stripes == null ? lost : lost + stripes.losses(kind);
  }
}
