package dev.kioto.scheduler;

import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.WorkBell;
import dev.kioto.probe.WorkerView;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks for direct tasks that wait while they are pinned to their carrier: counts them and tells the probe. One daemon thread
/// does so for all runtimes of the process that have had direct tasks.
///
/// The JDK tells of a pinned thread by a JFR event alone. So this is a sample: a core whose thread waits, inside the poll of a
/// task whose virtual thread is mounted.
final class PinnedWatch implements Runnable {
  /*
   * RUNTIMES: none -> some      // who adds the first starts the thread
   *           some -> some
   *           some -> none      // by the thread, which ends
   *
   * While no core has work the thread dozes, and who unparks a core wakes it. It does not look twice before it dozes, as the bell would
   * have it: a core that goes to work just as the thread starts to doze may be seen a doze later.
   */
  private static final AtomicReference<List<Watched>> RUNTIMES = new AtomicReference<>(List.of());

  private static final long MIN_INTERVAL_NANOS = 1_000_000;
  private static final long DOZE_NANOS = 1_000_000_000; // also how long no core has work before: a guess

  private long workedAtNanos = System.nanoTime();

  private PinnedWatch() {}

  /// Watches a runtime from now on, until it has stopped. Any thread; once for each.
  static void add(Scheduler scheduler) {
    try {
      var before = RUNTIMES.getAndUpdate(all -> with(all, new Watched(scheduler)));
      if (before.isEmpty()) {
        var thread = new Thread(null, new PinnedWatch(), "kioto-pinned-watch", 0, false);
        thread.setDaemon(true);
        thread.start();
      }
    } catch (OutOfMemoryError _) { // or "unable to create native thread"
      scheduler.notWatchedForPinned();
      RUNTIMES.getAndSet(List.of()).stream().map(watched -> watched.scheduler.get())
          .filter(other -> other != null).forEach(Scheduler::notWatchedForPinned);
    }
  }

  private static List<Watched> with(List<Watched> all, Watched more) {
    var sum = new ArrayList<>(all);
    sum.add(more);
    return List.copyOf(sum);
  }

  @Override
  public void run() {
    while (true) {
      long pause = DOZE_NANOS;
      try {
        pause = look(System.nanoTime());
        if (pause == 0) {
          return;
        }
        if (pause == DOZE_NANOS) {
          WorkBell.ofProcess().listen(Thread.currentThread());
        }
      } catch (OutOfMemoryError _) {
        // The next look may have more luck.
      }
      LockSupport.parkNanos(this, pause);
    }
  }

  /// @return for how long to rest, or 0 when there is nothing left to look at
  private long look(long now) {
    long pause = DOZE_NANOS;
    boolean gone = false;
    for (var watched : RUNTIMES.get()) {
      var scheduler = watched.live();
      if (scheduler == null) {
        gone = true;
        continue;
      }
      if (watched.look(scheduler, now)) {
        workedAtNanos = now;
      }
      pause = Math.min(pause, Watched.intervalNanos(scheduler));
    }
    if (gone && RUNTIMES.updateAndGet(PinnedWatch::living).isEmpty()) {
      return 0;
    }
    return now - workedAtNanos > DOZE_NANOS ? DOZE_NANOS : pause;
  }

  private static List<Watched> living(List<Watched> all) {
    return all.stream().filter(watched -> watched.live() != null).toList();
  }

  /// One runtime, which this does not keep in memory. The watching thread alone.
  private static final class Watched {
    final WeakReference<Scheduler> scheduler;
    private long lookedAtNanos = System.nanoTime();
    private boolean worked = true;

    // What was seen at the last look.
    private final Map<Core, Sighting> sightings = new HashMap<>();

    Watched(Scheduler scheduler) {
      this.scheduler = new WeakReference<>(scheduler);
    }

    // It may change.
    static long intervalNanos(Scheduler runtime) {
      var interval = runtime.options().pinnedParkInterval;
      return interval.isZero() ? Long.MAX_VALUE : Math.max(MIN_INTERVAL_NANOS, TimeUnit.NANOSECONDS.convert(interval));
    }

    @Nullable Scheduler live() {
      var still = scheduler.get();
      return still == null || still.isOver() ? null : still;
    }

    /// @return whether there was work at the last look
    boolean look(Scheduler runtime, long now) {
      if (now - lookedAtNanos < intervalNanos(runtime) - MIN_INTERVAL_NANOS / 2) {
        return worked; // another runtime's turn
      }
      lookedAtNanos = now;
      worked = false;
      var cores = runtime.cores();
      if (!sightings.isEmpty()) {
        sightings.keySet().retainAll(List.of(cores));
      }
      for (var core : cores) {
        var state = core.stats.state();
        worked |= state != WorkerView.State.PARKED && state != WorkerView.State.STOPPED;
        look(runtime, core, now);
      }
      return worked;
    }

    private void look(Scheduler runtime, Core core, long now) {
      long poll = core.stats.pollCount();
      var task = core.pinned();
      if (task == null || core.stats.pollCount() != poll) {
        sightings.remove(core);
        return;
      }
      var before = sightings.get(core);
      if (before == null || before.poll != poll) {
        sightings.put(core, new Sighting(core, poll, now, task.hold() == VirtualThreads.Hold.PARKED));
      } else {
        before.again(runtime, task);
      }
    }
  }

  /// A wait that goes on.
  private static final class Sighting {
    private final Core core;
    private final long poll;
    private final long sinceNanos;
    private boolean counted;
    private boolean told;

    /// @param parked it is known to be pinned; else a thread may also wait for a moment when it is mounted, and the next look
    ///     will tell
    Sighting(Core core, long poll, long sinceNanos, boolean parked) {
      this.core = core;
      this.poll = poll;
      this.sinceNanos = sinceNanos;
      if (parked) {
        count();
      }
    }

    private void count() {
      if (!counted) {
        counted = true;
        core.stats.pinnedParks.increment();
      }
    }

    void again(Scheduler runtime, VirtualTask<?> task) {
      count();
      if (told || !runtime.probe().enabled()) {
        return;
      }
      told = true;
      var stack = task.stack();
      if (core.stats.pollCount() != poll) {
        stack = StackSample.none("The task went on before its stack could be taken.");
      }
      int worker = core instanceof WorkerCore of ? of.worker().index() : 0;
      runtime.tell(SchedulerEvent.PINNED, worker, task.id());
      runtime.probe().taskPinned(runtime, worker, task.id(), sinceNanos, stack);
    }
  }
}
