package dev.kioto.scheduler;

import dev.kioto.driver.Clock;
import dev.kioto.driver.Driver;
import dev.kioto.driver.ScheduledIo;
import dev.kioto.driver.TimerEntry;
import dev.kioto.probe.DriverView;
import java.time.Duration;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.stream.Stream;

/// A scheduler as far as it has a clock, and a driver for timers and channels. Any thread.
abstract class DrivenScheduler extends ObservedScheduler {
  private final Clock clock;
  private final Driver driver;

  DrivenScheduler(SchedulerOptions options) {
    super(options);
    clock = new Clock(options.flavor != SchedulerOptions.Flavor.MULTI_THREAD, options.startPaused);
    driver = newDriver();
  }

  // No interrupt ends the waits of workers.
  final Driver newDriver() {
    var options = options();
    boolean workers = options.flavor == SchedulerOptions.Flavor.MULTI_THREAD;
    return new Driver(clock, () -> options().maxIoEvents(), options.localQueueCapacity, options.epoll && workers,
        this::timersLate);
  }

  /// Timers fired late; see [dev.kioto.probe.Probe#timersLate].
  abstract void timersLate(int timers, long lateNanos);

  /// What this runtime takes for the time.
  public final Clock clock() {
    return clock;
  }

  /// Has the clock stand still.
  ///
  /// @throws IllegalStateException when it does, or when several threads run what looks at it
  public final void pauseClock() {
    if (!clock.isPausable()) {
      throw new IllegalStateException(
          "the clock of " + this + " cannot be paused, as its workers run at the same time: "
              + "build a current-thread or a local runtime");
    }
    if (!clock.pause()) {
      throw new IllegalStateException("the clock of " + this + " is paused already");
    }
    driver.clockChanged();
  }

  /// Has the clock go on from where it stands.
  ///
  /// @throws IllegalStateException when it goes
  public final void resumeClock() {
    if (!clock.resume()) {
      throw new IllegalStateException("the clock of " + this + " is not paused");
    }
    driver.clockChanged();
  }

  /// Moves the clock forward, and fires what is due then.
  ///
  /// @throws IllegalStateException when it is not paused
  public final void advanceClock(Duration duration) {
    if (!clock.advance(duration)) {
      throw new IllegalStateException("the clock of " + this + " is not paused, and only a paused one can be advanced");
    }
    driver.clockAdvanced();
  }

  /// An entry for a deadline by the clock.
  ///
  /// @throws IllegalStateException when this runtime has no timers
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public TimerEntry timer(long deadlineNanos) {
    if (!options().enableTime) {
      throw new IllegalStateException(this + " has no timers: call enableTime() or enableAll() on its builder");
    }
    var core = Current.core();
    return (core != null && core.scheduler() == this ? core.driver() : driver).entry(deadlineNanos);
  }

  /// Takes in a channel, which becomes non-blocking; see [Driver#register].
  ///
  /// @throws IllegalStateException when this runtime has no I/O
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  public ScheduledIo register(SelectableChannel channel, int readOps, int writeOps, int readiness) throws IOException {
    if (!options().enableIo) {
      throw new IllegalStateException(this + " has no I/O: call enableIo() or enableAll() on its builder");
    }
    var core = Current.core();
    return (core != null && core.scheduler() == this ? core.driver() : driver)
        .register(channel, readOps, writeOps, readiness);
  }

  public DriverView ioDriver() {
    return drivers().map(Driver::view)
        .map(counts -> new DriverView(counts.turns(), counts.registered(), counts.deregistered(), counts.ready()))
        .reduce(DriverView.NONE, DriverView::plus);
  }

  /// The drivers that its threads park on, each once.
  Stream<Driver> drivers() {
    return Stream.of(driver);
  }

  final Driver driver() {
    return driver;
  }
}
