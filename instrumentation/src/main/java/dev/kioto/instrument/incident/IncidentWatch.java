package dev.kioto.instrument.incident;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TaskLookup;
import dev.kioto.instrument.incident.Inbox.News;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.WorkBell;
import dev.kioto.probe.WorkerView;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at the polls that go on, at half the length that makes a poll a long one while there are any. When nothing was polled at two looks
/// it rests until a worker of the program goes to work, which unparks it. It is a daemon thread that costs the program's own no more
/// than that, and, of a poll that is long, the walk over its stack.
///
/// It looks at level [RecordLevel#TASKS] and above. A poll that is less than one and a half times as long as a long one may be missed.
public final class IncidentWatch implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(IncidentWatch.class.getName());
  private static final long SHORTEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100); // without a whole look, while nothing is polled
  private static final int MOST_NEWS = 1024; // taken at one look

  private final Recorder recorder;
  private final long threshold;
  private final IncidentBook book = new IncidentBook();
  private final Inbox inbox = new Inbox();
  private final Thread thread = new Thread(this::run, "kioto-console-watch");
  private volatile boolean closed;

  // The thread alone.
  private final Pace pace;
  private final Stops stops = new Stops();
  private final Polls polls = new Polls();
  private final LongPolls longPolls;
  private final Pins pins = new Pins(book);
  private final LateTimers lateTimers;
  private final DriverStalls driverStalls;
  private final Cancels cancels = new Cancels(book);
  private final InPlace inPlace = new InPlace(book);
  private final Budgets budgets = new Budgets(book);
  private final Failures failures = new Failures(book);
  private boolean complained;
  private boolean wasBusy;
  private long wholeLookAt;

  /// A watch at rest, until [#start].
  ///
  /// @param longPollNanos from how long on a poll is long; 0 has nothing watched
  public IncidentWatch(Recorder recorder, Aggregator aggregator, long longPollNanos) {
    this.recorder = recorder;
    threshold = longPollNanos;
    pace = new Pace(WorkBell.ofProcess(), thread, periodNanos());
    longPolls = new LongPolls(threshold, id -> view(aggregator, id), book);
    lateTimers = new LateTimers(threshold, book);
    driverStalls = new DriverStalls(threshold, book);
    thread.setDaemon(true);
    if (isOn()) {
      recorder.onNews(inbox);
      aggregator.onLongPoll(threshold, (task, start, end) -> inbox.put(new News.PollEnded(task, start, end)));
    }
  }

  private static @Nullable TaskView view(Aggregator aggregator, long id) {
    TaskLookup task = aggregator.find(id);
    return task == null ? null : task.view();
  }

  /// Starts the daemon thread, if anything is watched.
  public void start() {
    if (isOn()) {
      thread.start();
    }
  }

  /// Stops to watch. What was seen stays readable.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /// Whether anything is watched.
  public boolean isOn() {
    return threshold > 0;
  }

  /// From how long on a poll is long, in nanoseconds; 0 when nothing is watched.
  public long longPollNanos() {
    return threshold;
  }

  /// The pause between two looks while something is polled, in nanoseconds.
  public long periodNanos() {
    return Math.clamp(threshold / 2, SHORTEST_PERIOD, LONGEST_PERIOD);
  }

  /// Of the time since the start, for how long the thread that looks should have run and did not. Any thread.
  public long heldUpNanos() {
    return stops.lateNanos();
  }

  /// What was seen.
  public IncidentBook book() {
    return book;
  }

  private void run() {
    long pause = periodNanos();
    long before = System.nanoTime();
    while (!closed) {
      long asleep = System.nanoTime();
      LockSupport.parkNanos(this, pause);
      long now = System.nanoTime();
      noteSleep(asleep, now, pause);
      if (recorder.level().includes(RecordLevel.TASKS)) {
        pause = pauseAfter(new Look(now, before, stops, recorder.runtimes()));
      } else {
        pace.up();
        pause = Pace.DOZE_NANOS;
      }
      before = now;
    }
  }

  // Of a pause that the bell ended it is not known when in it a poll began: what there was of it before it was seen is nobody's.
  private void noteSleep(long began, long ended, long planned) {
    if (pace.wasBlind()) {
      stops.stoodStill(began, ended);
      driverStalls.idle(ended);
    } else {
      stops.slept(began, ended, planned);
    }
  }

  private long pauseAfter(Look look) {
    long cpu = Stops.ownCpuNanos();
    long pause = tryLook(look);
    stops.looked(look.now(), System.nanoTime(), Stops.ownCpuNanos() - cpu);
    return pause;
  }

  private boolean isFollowing(Look look) {
    return wasBusy || !inbox.isEmpty() || longPolls.isFollowing() || pins.isFollowing() || cancels.isFollowing()
        || look.runtimes().stream().anyMatch(runtime -> !runtime.blockingInPlace().isEmpty());
  }

  private static long pollCount(Look look) {
    long sum = 0;
    for (var runtime : look.runtimes()) {
      for (var worker : runtime.workers()) {
        sum += worker.pollCount();
      }
    }
    return sum;
  }

  /// @return how long to pause after it
  private long tryLook(Look look) {
    try {
      return pace.pauseAfter(look(look), isFollowing(look), pollCount(look));
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!complained) {
        complained = true;
        LOGGER.log(Level.WARNING, "console: a look at the program's polls failed; further failures are not reported",
            e);
      }
      pace.up();
      return 2 * periodNanos();
    }
  }

  /// @return whether anything is polled
  private boolean look(Look look) {
    boolean busy = look.runtimes().stream().anyMatch(IncidentWatch::isBusy);
    if (!busy && !wasBusy && inbox.isEmpty() && look.now() - wholeLookAt < REST_NANOS) {
      driverStalls.idle(look.now());
      return false;
    }
    wasBusy = busy;
    wholeLookAt = look.now();
    polls.look(look);
    longPolls.look(look, polls);
    driverStalls.look(look, polls);
    inPlace.look(look, polls);
    budgets.look(look);
    takeNews(look);
    pins.look(look);
    cancels.look(look);
    book.drop(inbox.takeLost());
    return busy;
  }

  private static boolean isBusy(RuntimeView runtime) {
    for (var worker : runtime.workers()) {
      var state = worker.state();
      if (state != WorkerView.State.PARKED && state != WorkerView.State.STOPPED) {
        return true;
      }
    }
    return false;
  }

  private void takeNews(Look look) {
    for (int i = 0; i < MOST_NEWS; i++) {
      var news = inbox.take();
      switch (news) {
        case null -> {
          return;
        }
        case News.Pinned pinned -> pins.began(look, pinned);
        case News.TimersLate late -> lateTimers.fired(look, polls, late);
        case News.CancelRequested request -> cancels.requested(request);
        case News.FailureUnjoined failure -> failures.unjoined(look, failure);
        case News.PollEnded(long task, long start, long end) -> longPolls.ended(look, task, start, end);
      }
    }
  }
}
