package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.recorder.RecorderCounts;
import dev.kioto.instrument.trace.TraceCursor;
import dev.kioto.instrument.trace.TraceLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Drains a recorder and keeps what its events add up to. All methods may be called by any thread but an instrumented
/// one: they wait for a lock, a few milliseconds at most.
public final class Aggregator implements AutoCloseable {
  /// Wake edges that are kept when nothing else is asked for.
  public static final int DEFAULT_WAKE_EDGES = 50_000;

  /*
   * One lock guards the books, the subscriptions and the consumer side of the recorder. It is held for one pass over the
   * rings, for copying one part of a batch, or for a look-up; never while anything is encoded or sent. It is fair, so
   * that a subscriber gets its turn between passes that follow each other closely.
   *
   * The thread sleeps between passes, and is woken by the first instrumented thread whose ring is half full.
   */
  private static final Logger LOGGER = System.getLogger(Aggregator.class.getName());
  // A pass costs some tens of microseconds before its first event. Who reads makes one of its own, and a ring that is half full
  // asks for one: so this bounds only how long events rest in the rings of a program that does little.
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  // After a loss all tasks are asked where they are, no more often than this.
  private static final long RECONCILE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  // A reconciliation takes one part in so many of the time, at most.
  private static final int RECONCILE_SHARE = 50;
  private static final int MAX_TRACE_READERS = 64;
  private static final int MAX_SUBSCRIPTIONS = Long.SIZE;
  // Wake edges that are looked at in a pass, whether their tasks are still known: all of 50,000 within five seconds.
  private static final int SWEPT_EDGES = 512;
  // Guesses: what a console can show, in a few megabytes.
  private static final int RETAINED_RESOURCES = 10_000;
  private static final int RETAINED_OPERATIONS = 10_000;

  private final Recorder recorder;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Thread thread;
  private volatile boolean closed;
  // The thread alone.
  private boolean complained;

  // Guarded by lock.
  private final Books books;
  private final WakeEdges wakes;
  private final TraceLog log;
  private final EventFanOut sinks;
  private final List<Subscription> subscriptions = new ArrayList<>();
  // Bit i: a subscription has had the index i.
  private long usedIndexes;
  private long reconciledLosses;
  private long loggedLosses;
  private int traceReaders;
  private long reconciledAt = Instants.ABSENT;
  private long reconcileNanos;
  private long untoldPolls; // of subscriptions that are closed

  /// One that keeps 50,000 wake edges, and has no flight recorder.
  public Aggregator(Recorder recorder, Duration retention, int retainedTasks) {
    this(recorder, retention, retainedTasks, DEFAULT_WAKE_EDGES, new TraceLog(0, 0, recorder.clock().getAsLong()));
  }

  /// An aggregator at rest, until [#start].
  ///
  /// @param retention how long tasks are kept after their end, at least 0
  /// @param retainedTasks how many ended tasks are kept at most, at least 0; the longest ended ones go first
  /// @param wakeEdges how many pairs of a waker and a woken task are counted at most, at least 1; those at rest go first
  /// @param log where events are kept; the aggregator's own from now on
  /// @throws IllegalArgumentException when one is out of range
  public Aggregator(Recorder recorder, Duration retention, int retainedTasks, int wakeEdges, TraceLog log) {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention " + retention + ": must be 0 or longer");
    }
    if (retainedTasks < 0) {
      throw new IllegalArgumentException("retained tasks " + retainedTasks + ": must be 0 or more");
    }
    if (wakeEdges < 1) {
      throw new IllegalArgumentException("wake edges " + wakeEdges + ": must be 1 or more");
    }
    this.recorder = recorder;
    long retentionNanos = saturatedNanos(retention);
    var resources = new ResourceBook(retentionNanos, RETAINED_RESOURCES);
    books = new Books(new TaskBook(retentionNanos, retainedTasks), resources,
        new OperationBook(retentionNanos, RETAINED_OPERATIONS, resources));
    wakes = new WakeEdges(wakeEdges);
    this.log = log;
    sinks = new EventFanOut(books, wakes, log);
    thread = new Thread(this::run, "kioto-console-aggregator");
    thread.setDaemon(true);
  }

  /// A duration in nanoseconds; one of more than 292 years as so long.
  public static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE; // 292 years
    }
  }

  /// Starts the daemon thread that drains.
  public void start() {
    recorder.onPressure(_ -> LockSupport.unpark(thread));
    thread.start();
  }

  /// Stops draining. What was known stays readable; new events are dropped and counted by the recorder.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        pass();
      } catch (RuntimeException e) {
        // The event that caused it is gone, and the others are as good as before.
        if (!complained) {
          complained = true;
          LOGGER.log(Level.WARNING, "console: an event could not be taken in; further ones are not reported", e);
        }
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  /// Takes in all events that happened before this call.
  public void pass() {
    lock.lock();
    try {
      passLocked();
    } finally {
      lock.unlock();
    }
  }

  private void passLocked() {
    long losses = recorder.lost(false);
    log(recorder.lost(true));
    // In this order: the record of a poll that is not seen running any more is in the drain.
    recorder.running(books.tasks::running);
    recorder.drain(sinks.at(recorder.level()));
    books.tasks.runningSeen();
    if (sinks.keeps()) {
      reconcile(losses);
    }
    books.passed(recorder.clock());
    wakes.passed(SWEPT_EDGES, books.tasks::isKnown);
    log.passed(now());
  }

  // What events did not bring is learnt from the runtimes: because they were lost, or because less was recorded when it came.
  // The losses were read before the drain: what else the rings held of what is concerned is in the books by now.
  private void reconcile(long losses) {
    boolean raised = sinks.takeRaised();
    long now = now();
    boolean mayAsk = reconciledAt == Instants.ABSENT
        || now - reconciledAt > Math.max(RECONCILE_NANOS, RECONCILE_SHARE * reconcileNanos);
    if (raised || (mayAsk && (losses != reconciledLosses || books.haveStrangers()))) {
      books.reconcile(recorder.runtimes(), now);
      reconciledLosses = losses;
      reconciledAt = now();
      reconcileNanos = reconciledAt - now;
    }
  }

  private void log(long lost) {
    if (lost != loggedLosses && log.isOn()) {
      log.lost(lost - loggedLosses);
    }
    loggedLosses = lost;
  }

  private long now() {
    return recorder.clock().getAsLong();
  }

  /// Opens a view that starts with everything.
  ///
  /// @return null when there are 64 already
  public @Nullable Subscription subscribe() {
    return subscribe(true);
  }

  /// Opens a view of resources and operations alone, that starts with everything.
  ///
  /// @return null when there are 64 views already
  public @Nullable Subscription subscribeToResources() {
    return subscribe(false);
  }

  private @Nullable Subscription subscribe(boolean withTasks) {
    lock.lock();
    try {
      int index = freeIndex();
      if (index < 0) {
        return null;
      }
      long bit = 1L << index;
      if ((usedIndexes & bit) != 0) {
        books.unknownTo(bit);
      }
      usedIndexes |= bit;
      var subscription = new Subscription(this, index, books, withTasks);
      subscriptions.add(subscription);
      return subscription;
    } finally {
      lock.unlock();
    }
  }

  /// An index that no open subscription has, if possible one that none ever had: whose bit is clear in every task.
  private int freeIndex() {
    long open = 0;
    for (var subscription : subscriptions) {
      open |= subscription.bit();
    }
    int fresh = Long.numberOfTrailingZeros(~usedIndexes);
    int free = fresh < MAX_SUBSCRIPTIONS ? fresh : Long.numberOfTrailingZeros(~open);
    return free < MAX_SUBSCRIPTIONS ? free : -1;
  }

  void unsubscribe(Subscription subscription) {
    lock.lock();
    try {
      if (subscriptions.remove(subscription)) {
        subscription.leave();
        untoldPolls += subscription.untoldPolls();
      }
    } finally {
      lock.unlock();
    }
  }

  Batch next(Subscription subscription, int max) {
    lock.lock();
    try {
      if (subscription.isAtEnd()) {
        passLocked();
      }
      return subscription.take(max, now(), lost());
    } finally {
      lock.unlock();
    }
  }

  /// Opens a view of all events from now on.
  ///
  /// @return null when there are 64 views of events already
  public @Nullable TraceReader watchTrace() {
    return openTrace(log::watch, true);
  }

  /// Opens a view of the events that the flight recorder holds now, oldest first.
  ///
  /// @param last how far back: events that ended before are left out; null for all there is
  /// @return null when there are 64 views of events already
  /// @throws IllegalStateException when the flight recorder is off
  public @Nullable TraceReader dumpTrace(@Nullable Duration last) {
    if (!log.isRecording()) {
      throw new IllegalStateException("the flight recorder is off: give it a time and a size, by"
          + " -Dkioto.console.flight-recorder=30s and -Dkioto.console.flight-recorder-bytes=16777216 for instance");
    }
    return openTrace(() -> log.dump(last == null ? Long.MIN_VALUE : now() - saturatedNanos(last)), false);
  }

  /// Whether the flight recorder is on.
  public boolean isFlightRecording() {
    return log.isRecording();
  }

  /// What the flight recorder holds in memory now, in bytes, with what those who watch events need.
  public long flightRecorderBytes() {
    lock.lock();
    try {
      return log.bytes();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable TraceReader openTrace(Supplier<TraceCursor> cursor, boolean watches) {
    lock.lock();
    try {
      if (traceReaders == MAX_TRACE_READERS) {
        return null;
      }
      passLocked();
      traceReaders++;
      return new TraceReader(this, cursor.get(), watches);
    } finally {
      lock.unlock();
    }
  }

  boolean copy(TraceReader reader) {
    lock.lock();
    try {
      var cursor = reader.cursor();
      if (!reader.isClosed && !cursor.isAtEnd()) {
        if (!log.isBehind(cursor)) {
          passLocked();
        }
        log.copy(cursor);
      }
      return log.isBehind(cursor);
    } finally {
      lock.unlock();
    }
  }

  /// What is known of tasks, in the order of their ids; null for those that are not known.
  List<@Nullable TaskInfo> infos(List<Long> tasks) {
    var infos = new ArrayList<@Nullable TaskInfo>(tasks.size());
    lock.lock();
    try {
      for (long task : tasks) {
        var entry = books.tasks.find(task);
        infos.add(entry == null ? null : entry.info);
      }
    } finally {
      lock.unlock();
    }
    return infos;
  }

  void close(TraceReader reader) {
    lock.lock();
    try {
      if (!reader.isClosed) {
        reader.isClosed = true;
        traceReaders--;
        if (reader.watches()) {
          log.unwatch();
        } else {
          log.release(reader.cursor());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Opens a view of who wakes whom that starts with all edges.
  public WakeReader readWakes() {
    return new WakeReader(this);
  }

  WakeBatch next(WakeReader reader, int max) {
    lock.lock();
    try {
      if (reader.isAtEnd()) {
        passLocked();
      }
      return reader.take(wakes, max, now());
    } finally {
      lock.unlock();
    }
  }

  private LostEvents lost() {
    var counts = recorder.counts();
    return new LostEvents(counts.lostOfTasks() + books.tasks.strayEvents(),
        counts.lostOfResources() + books.resources.strayEvents(),
        counts.lostOfOperations() + books.operations.strayEvents());
  }

  /// The distributions of a task's times, or null when the id is unknown or its task is forgotten.
  public @Nullable TaskTimes times(long taskId) {
    lock.lock();
    try {
      var entry = books.tasks.find(taskId);
      return entry == null ? null : new TaskTimes(now(), entry.pollTimes(), entry.scheduledTimes());
    } finally {
      lock.unlock();
    }
  }

  /// A task, or null when the id is unknown or its task is forgotten.
  public @Nullable TaskLookup find(long taskId) {
    lock.lock();
    try {
      var entry = books.tasks.find(taskId);
      return entry == null ? null : new TaskLookup(entry.view, entry.lastWokenBy());
    } finally {
      lock.unlock();
    }
  }

  /// What is held and what was let go.
  public AggregatorCounts counts() {
    lock.lock();
    try {
      var tasks = books.tasks;
      long untold = subscriptions.stream().mapToLong(Subscription::untoldPolls).sum();
      return new AggregatorCounts(tasks.size(), tasks.endedSize(), tasks.forgotten(), books.resources.size(),
          books.operations.size(), books.strayEvents(), tasks.foundEnds(), untoldPolls + untold, lost().tasks());
    } finally {
      lock.unlock();
    }
  }

  /// What is missing from the totals since the start.
  public LostEvents lostEvents() {
    lock.lock();
    try {
      return lost();
    } finally {
      lock.unlock();
    }
  }

  /// What is held in memory, about.
  public Footprint footprint() {
    lock.lock();
    try {
      return new Footprint(recorder.counts().ringBytes(), books.bytes() + wakes.bytes(), log.bytes(),
          books.tasks.size(), books.resources.size(), books.operations.size());
    } finally {
      lock.unlock();
    }
  }

  /// The recorder's own figures.
  public RecorderCounts recorderCounts() {
    return recorder.counts();
  }
}
