package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.recorder.RecorderCounts;
import dev.kioto.instrument.trace.TraceLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Drains a recorder and keeps what its events add up to. All methods may be called by any thread but an instrumented
/// one: they wait for a lock, a few milliseconds at most.
public final class Aggregator implements AutoCloseable {
  /*
   * One lock guards the books, the subscriptions and the consumer side of the recorder. It is held for one pass over the
   * rings, for looks at some thousand tasks, for copying one part of a batch, or for a look-up; never while anything is encoded or
   * sent.
   *
   * The thread sleeps between passes, and is woken by the first instrumented thread whose ring is half full.
   */
  private static final Logger LOGGER = System.getLogger(Aggregator.class.getName());
  // A pass costs some tens of microseconds before its first event. Who reads makes one of its own, and a ring that is half full
  // asks for one: so this bounds only how long events rest in the rings of a program that does little.
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Recorder recorder;
  private final FairLock lock = new FairLock();
  private final Thread thread;
  private volatile boolean closed;
  // The thread alone.
  private boolean complained;

  // Guarded by lock.
  private final Books books;
  private final WakeEdges wakes;
  private final Subscriptions subscriptions;

  private final Passes passes;
  private final Traces traces;

  /// One that has no flight recorder.
  public Aggregator(Recorder recorder, Duration retention, int retainedTasks) {
    this(recorder, Bounds.DEFAULT.retaining(retention, retainedTasks),
        new TraceLog(0, 0, recorder.clock().getAsLong()));
  }

  /// An aggregator at rest, until [#start].
  ///
  /// @param log where events are kept; the aggregator's own from now on
  public Aggregator(Recorder recorder, Bounds bounds, TraceLog log) {
    this.recorder = recorder;
    books = Books.of(bounds);
    wakes = new WakeEdges(bounds.wakeEdges());
    subscriptions = new Subscriptions(this, books);
    passes = new Passes(recorder, lock, books, wakes, log);
    traces = new Traces(lock, passes::drain, recorder.clock(), books.tasks, log);
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
      boolean more = false;
      try {
        more = passes.pass();
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        // The event that caused it is gone, and the others are as good as before.
        if (!complained) {
          complained = true;
          LOGGER.log(Level.WARNING, "console: an event could not be taken in; further ones are not reported", e);
        }
      }
      if (!more) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  /// Takes in all events that happened before this call, and asks for what events did not bring when that is due.
  public void pass() {
    var _ = passes.pass();
  }

  /// Names who is told of the polls that took as long or longer, once they are over.
  public void onLongPoll(long fromNanos, PollSink sink) {
    lock.run(() -> passes.onLongPoll(fromNanos, sink));
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
    return lock.get(() -> subscriptions.open(withTasks));
  }

  void unsubscribe(Subscription subscription) {
    lock.run(() -> subscriptions.close(subscription));
  }

  Batch next(Subscription subscription, int max) {
    if (lock.get(subscription::isAtEnd)) {
      pass();
    }
    return lock.get(() -> subscription.take(max, now(), lost()));
  }

  /// The events one by one.
  public Traces traces() {
    return traces;
  }

  /// Opens a view of who wakes whom that starts with all edges.
  public WakeReader readWakes() {
    return new WakeReader(this);
  }

  WakeBatch next(WakeReader reader, int max) {
    return lock.get(() -> {
      if (reader.isAtEnd()) {
        passes.drain();
      }
      return reader.take(wakes, max, now());
    });
  }

  private LostEvents lost() {
    var counts = recorder.counts();
    return new LostEvents(counts.lostOfTasks() + books.tasks.strayEvents(),
        counts.lostOfResources() + books.resources.strayEvents(),
        counts.lostOfOperations() + books.operations.strayEvents());
  }

  /// The distributions of a task's times, or null when the id is unknown or its task is forgotten.
  public @Nullable TaskTimes times(long taskId) {
    return lock.get(() -> {
      var entry = books.tasks.find(taskId);
      return entry == null ? null : new TaskTimes(now(), entry.pollTimes(books.tasks),
          entry.scheduledTimes(books.tasks));
    });
  }

  /// The distributions of the polls of all tasks since the start, as far as single tasks were recorded.
  public ProgramDistributions distributions() {
    return lock.get(() -> books.tasks.programTimes().copy());
  }

  /// A task, or null when the id is unknown or its task is forgotten.
  public @Nullable TaskLookup find(long taskId) {
    return lock.get(() -> {
      var entry = books.tasks.find(taskId);
      return entry == null ? null : new TaskLookup(entry.view, entry.lastWokenBy());
    });
  }

  /// What is held and what was let go.
  public AggregatorCounts counts() {
    return lock.get(() -> {
      var tasks = books.tasks;
      return new AggregatorCounts(tasks.size(), tasks.endedSize(), tasks.forgotten(), books.resources.size(),
          books.operations.size(), books.strayEvents(), tasks.foundSpawns(), tasks.foundEnds(),
          subscriptions.untoldPolls(), lost().tasks());
    });
  }

  /// What is missing from the totals since the start.
  public LostEvents lostEvents() {
    return lock.get(this::lost);
  }

  /// What is held in memory, about.
  public Footprint footprint() {
    return lock.get(() -> new Footprint(recorder.counts().ringBytes(), books.bytes() + wakes.bytes(), traces.bytes(),
        books.tasks.size(), books.resources.size(), books.operations.size()));
  }

  /// The recorder's own figures.
  public RecorderCounts recorderCounts() {
    return recorder.counts();
  }
}
