package dev.kioto.runtime;

import dev.kioto.probe.Probe;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.SchedulerOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Builds a [Runtime]. Every option has Tokio's default, which the system property of the same name (`kioto.` and the
/// option in kebab case) replaces; a call on the builder replaces both. Options are checked by [#build].
///
/// Not safe for use by two threads at once.
public final class RuntimeBuilder {
  private @Nullable String name;
  private int workerThreads = Settings.integer("kioto.worker-threads",
      java.lang.Runtime.getRuntime().availableProcessors());
  private String threadName = Settings.text("kioto.thread-name", "kioto-worker");
  private int eventInterval = Settings.integer("kioto.event-interval", 61);
  private int globalQueueInterval = Settings.integer("kioto.global-queue-interval", 61);
  private int localQueueCapacity = Settings.integer("kioto.local-queue-capacity", 256);
  private boolean lifoSlot = Settings.flag("kioto.lifo-slot", true);
  private int maxBlockingThreads = Settings.integer("kioto.max-blocking-threads", 512);
  private Duration threadKeepAlive = Settings.duration("kioto.thread-keep-alive", Duration.ofSeconds(10));
  private boolean spawnLocations = Settings.flag("kioto.spawn-locations", true);
  private Probe probe = Probe.NONE;

  RuntimeBuilder() {}

  /// The runtime's name, for people; by default `runtime-` and its id.
  public RuntimeBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /// Worker threads, from 1 to 32767; by default the processors that the JVM sees. `kioto.worker-threads`
  public RuntimeBuilder workerThreads(int workerThreads) {
    this.workerThreads = workerThreads;
    return this;
  }

  /// The prefix of thread names; by default `kioto-worker`. `kioto.thread-name`
  public RuntimeBuilder threadName(String threadName) {
    this.threadName = Objects.requireNonNull(threadName, "threadName");
    return this;
  }

  /// Ticks (tasks taken from a queue) between two looks at the driver, above 0; by default 61. `kioto.event-interval`
  public RuntimeBuilder eventInterval(int eventInterval) {
    this.eventInterval = eventInterval;
    return this;
  }

  /// Ticks between two looks at the inject queue before the local one, above 0; by default 61.
  /// `kioto.global-queue-interval`
  public RuntimeBuilder globalQueueInterval(int globalQueueInterval) {
    this.globalQueueInterval = globalQueueInterval;
    return this;
  }

  /// Slots of each worker's run queue, a power of two of at least 2; by default 256. `kioto.local-queue-capacity`
  public RuntimeBuilder localQueueCapacity(int localQueueCapacity) {
    this.localQueueCapacity = localQueueCapacity;
    return this;
  }

  /// Whether a worker runs the task that its task woke last before the rest of its queue; by default true.
  /// `kioto.lifo-slot`
  public RuntimeBuilder lifoSlot(boolean lifoSlot) {
    this.lifoSlot = lifoSlot;
    return this;
  }

  /// The cap of the blocking pool, above 0; by default 512. `kioto.max-blocking-threads`
  public RuntimeBuilder maxBlockingThreads(int maxBlockingThreads) {
    this.maxBlockingThreads = maxBlockingThreads;
    return this;
  }

  /// How long a blocking thread stays without work, zero or more; by default 10 s. `kioto.thread-keep-alive`, in seconds
  /// or as an ISO-8601 duration
  public RuntimeBuilder threadKeepAlive(Duration threadKeepAlive) {
    this.threadKeepAlive = Objects.requireNonNull(threadKeepAlive, "threadKeepAlive");
    return this;
  }

  /// Whether a spawn records the line that made it, which costs it a stack walk, when a probe is there to read it; by
  /// default true. `kioto.spawn-locations`
  public RuntimeBuilder spawnLocations(boolean spawnLocations) {
    this.spawnLocations = spawnLocations;
    return this;
  }

  /// The observer; by default [Probe#NONE].
  public RuntimeBuilder probe(Probe probe) {
    this.probe = Objects.requireNonNull(probe, "probe");
    return this;
  }

  /// Starts the runtime.
  ///
  /// @throws IllegalArgumentException when an option is out of its range; the message names it and its value
  public Runtime build() {
    return new Runtime(
        Scheduler.start(
            new SchedulerOptions(name, workerThreads, threadName, localQueueCapacity, eventInterval,
                globalQueueInterval,
                lifoSlot, maxBlockingThreads, threadKeepAlive, spawnLocations, probe)));
  }
}
