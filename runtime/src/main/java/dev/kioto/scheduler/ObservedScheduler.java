package dev.kioto.scheduler;

import dev.kioto.probe.Probe;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.SettingView;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.resource.ResourceHost;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A scheduler as far as it has a name and settings, and tells its probe of what it does. Any thread.
abstract class ObservedScheduler {
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  final Probe observer; // as the user gave it

  private final long id = NEXT_ID.getAndIncrement();
  private final String name;
  private final LiveSettings settings;
  private final Probe probe; // the observer, guarded
  private final boolean observed;
  private final boolean tracksLatency;

  // For platform threads that are not the runtime's own.
  private final ThreadLocal<ThreadProbe> outside;

  ObservedScheduler(SchedulerOptions options) {
    String defaultName = "runtime-" + id;
    name = options.name == null ? defaultName : options.name;
    options.name = name;
    settings = new LiveSettings(options, defaultName);
    observer = options.probe;
    probe = ProbeGuard.of(observer);
    observed = probe.enabled();
    if (observed) {
      ResourceHost.startObserving();
    }
    tracksLatency = options.tracksScheduleLatency();
    outside = ThreadLocal.withInitial(() -> probe.openThread(Thread.currentThread().getName()));
  }

  /// Tells of what was done, if anybody wants to know, on the channel of the calling thread.
  final void tell(SchedulerEvent event, long other, long value) {
    if (tracesScheduler()) {
      probeOf(Current.core()).schedulerEvent(event, other, value);
    }
  }

  /// Whether anybody wants to know now what is done.
  final boolean tracesScheduler() {
    return observed && probe.tracesScheduler();
  }

  /// The instant since which a task is runnable.
  ///
  /// @param probed what the probe read when it was told, or 0
  /// @return 0 when nobody asks for it
  final long runnableSince(long probed) {
    return probed == 0 && tracksLatency ? System.nanoTime() : probed;
  }

  /// The channel to the probe for the calling thread, whose core is given.
  @SuppressWarnings("ReferenceEquality") // one probe may watch several runtimes: the same object is meant
  final ThreadProbe probeOf(@Nullable Core core) {
    if (core != null && core.scheduler().observer == observer) {
      return core.probe;
    }
    if (!probe.enabled() || Thread.currentThread().isVirtual()) {
      return probe.shared();
    }
    return Thread.currentThread() instanceof RuntimeThread thread && thread.scheduler().observer == observer
        ? thread.probe()
        : outsideProbe();
  }

  private ThreadProbe outsideProbe() {
    try {
      return outside.get();
    } catch (OutOfMemoryError _) { // it opens a channel at its first use
      return probe.shared();
    }
  }

  /// The task inside whose poll the calling thread, whose core is given, makes a wake; for the probe, and 0 when there is none.
  final long wakerOf(@Nullable Core core) {
    return probe.enabled() ? Current.taskId(core) : 0;
  }

  final Probe probe() {
    return probe;
  }

  /// Whether anybody wants to know now of resources and operations.
  final boolean takesDetails() {
    return observed && probe.takesDetails();
  }

  final boolean takesSpawnLocation() {
    return switch (options().spawnLocations) {
      case ALWAYS -> true;
      case NEVER -> false;
      case WHEN_OBSERVED -> options().hooks.observesTasks() || takesDetails();
    };
  }

  /// The settings as they are now: not to be written.
  public final SchedulerOptions options() {
    return settings.now();
  }

  public final long id() {
    return id;
  }

  public final String name() {
    return name;
  }

  public final String flavor() {
    return switch (options().flavor) {
      case MULTI_THREAD -> "multi-thread";
      case CURRENT_THREAD -> "current-thread";
      case LOCAL -> "local";
    };
  }

  public final List<SettingView> settings() {
    return settings.views();
  }

  public final void changeSetting(String setting, String value) {
    settings.change(setting, value);
    settingsChanged();
  }

  /// Another setting is in force: whoever sleeps by the old one looks again.
  abstract void settingsChanged();

  @Override
  public final String toString() {
    return "runtime '" + name + "'";
  }
}
