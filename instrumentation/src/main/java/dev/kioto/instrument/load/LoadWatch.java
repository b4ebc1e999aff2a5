package dev.kioto.instrument.load;

import dev.kioto.instrument.aggregate.Footprint;
import dev.kioto.instrument.recorder.Recorder;
import java.lang.System.Logger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Looks once a second at what the console takes of the program, and has the level lowered when that is too much.
///
/// It has a thread of its own, which does next to nothing: so that it gets its turn also when the others have no time. All
/// methods may be called by any thread.
public final class LoadWatch implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(LoadWatch.class.getName());
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Recorder recorder;
  private final LongSupplier cpuNanos;
  private final Supplier<Footprint> footprint;
  private final Level level;
  private final Thread thread = new Thread(this::run, "kioto-console-load");
  // Guarded by itself.
  private final Object lock = new Object();
  // Guarded by lock.
  private final Samples cpu = new Samples();
  private final Samples events = new Samples();
  private long lastCpuNanos;

  private volatile boolean closed;

  /// A watch at rest, until [#start].
  ///
  /// @param footprint what is held in memory: asked when somebody looks
  /// @param cap the share of one processor that the console's own threads may take, at least 0; 0 for no cap
  public LoadWatch(Recorder recorder, Supplier<Footprint> footprint, double cap) {
    this(recorder, footprint, cap, LevelCap.WARM_UP_SECONDS, new OwnThreads()::cpuNanos);
  }

  /// One with a reading of processor time of its own, for tests.
  LoadWatch(Recorder recorder, Supplier<Footprint> footprint, double cap, int warmUp, LongSupplier cpuNanos) {
    this.recorder = recorder;
    this.footprint = footprint;
    this.cpuNanos = cpuNanos;
    level = new Level(recorder, cap, warmUp);
    thread.setDaemon(true);
  }

  /// Starts the daemon thread that looks.
  public void start() {
    thread.start();
  }

  /// Stops to look. The level stays as it is.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (RuntimeException e) {
        LOGGER.log(Logger.Level.WARNING,
            "console: it cannot be told what the console takes of the program, whose cap is"
                + " without effect from now on",
            e);
        return;
      }
      LockSupport.parkNanos(this, SECOND);
    }
  }

  /// Takes a reading, about a second after the last one.
  void look() {
    double share;
    synchronized (lock) {
      long now = recorder.clock().getAsLong();
      lastCpuNanos = cpuNanos.getAsLong();
      cpu.add(lastCpuNanos, now);
      events.add(recorder.counts().recorded(), now);
      share = cpu.lastRate();
    }
    level.second(share);
  }

  /// Which level is asked for and in force.
  public Level level() {
    return level;
  }

  /// How it is now; processor time and rates are those of the last reading.
  public LoadReport report() {
    var held = footprint.get();
    var state = level.state();
    synchronized (lock) {
      return new LoadReport(state, cpu.rate(), lastCpuNanos, events.rate() * SECOND, held);
    }
  }
}
