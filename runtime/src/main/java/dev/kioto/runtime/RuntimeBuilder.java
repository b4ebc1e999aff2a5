package dev.kioto.runtime;

import dev.kioto.jfr.JfrProbe;
import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;
import dev.kioto.scheduler.Hooks;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.SchedulerOptions;
import dev.kioto.scheduler.SchedulerOptions.Flavor;
import dev.kioto.scheduler.SchedulerOptions.SpawnLocations;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds a [Runtime]. Every option has Tokio's default, which the system property of the same name (`kioto.` and the
/// option in kebab case) replaces; a call on the builder replaces both. Options are checked by [#build]. Some can be changed
/// while the runtime runs: [Runtime#changeSetting].
///
/// A builder may build several runtimes. Not safe for use by two threads at once. After Tokio's `runtime/builder.rs`.
public final class RuntimeBuilder {
  private final SchedulerOptions options = Settings.options();
  private @Nullable Runnable threadStart;
  private @Nullable Runnable threadStop;
  private @Nullable Runnable threadPark;
  private @Nullable Runnable threadUnpark;
  private @Nullable Consumer<TaskMeta> taskSpawn;
  private @Nullable Consumer<TaskMeta> taskTerminate;
  private @Nullable Consumer<TaskMeta> beforePoll;
  private @Nullable Consumer<TaskMeta> afterPoll;
  private @Nullable Probe probe;

  RuntimeBuilder() {}

  // --- which threads ---

  /// A runtime with worker threads of its own: the default. `kioto.flavor=multi-thread`
  public RuntimeBuilder multiThread() {
    options.flavor = Flavor.MULTI_THREAD;
    return this;
  }

  /// A runtime without threads of its own for tasks: a platform thread inside `blockOn` polls them, and while no thread is,
  /// nothing runs. `kioto.flavor=current-thread`
  public RuntimeBuilder currentThread() {
    options.flavor = Flavor.CURRENT_THREAD;
    return this;
  }

  /// The runtime's name, for people; by default `runtime-` and its id. `kioto.name`
  public RuntimeBuilder name(String name) {
    options.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /// Worker threads, from 1 to 32767; by default the processors that the JVM sees. `kioto.worker-threads`
  public RuntimeBuilder workerThreads(int workerThreads) {
    options.workerThreads = workerThreads;
    return this;
  }

  /// The prefix of thread names; by default `kioto-worker`. `kioto.thread-name`
  public RuntimeBuilder threadName(String threadName) {
    options.threadName = Objects.requireNonNull(threadName, "threadName");
    return this;
  }

  /// Names each new thread, in place of [#threadName]. Called by the thread that starts it.
  public RuntimeBuilder threadNameFn(Supplier<String> threadNameFn) {
    options.threadNameFn = Objects.requireNonNull(threadNameFn, "threadNameFn");
    return this;
  }

  /// Bytes of stack of each thread of the runtime; by default 0, which leaves it to the JVM. Future tasks and blocking jobs
  /// run on these stacks; direct tasks have stacks of their own. `kioto.thread-stack-size`
  public RuntimeBuilder threadStackSize(long bytes) {
    options.threadStackSize = bytes;
    return this;
  }

  // --- scheduling ---

  /// Ticks (tasks taken from a queue) between two looks at the driver, above 0; by default 61. `kioto.event-interval`
  public RuntimeBuilder eventInterval(int eventInterval) {
    options.eventInterval = atLeastOne("eventInterval", eventInterval);
    return this;
  }

  /// Ticks between two looks at the inject queue before the local one, above 0; by default 31 on a current-thread runtime,
  /// and on a multi-thread one tuned by each worker to the length of its polls. After a task that a look has found the
  /// local queue always has its turn. `kioto.global-queue-interval`
  public RuntimeBuilder globalQueueInterval(int globalQueueInterval) {
    options.globalQueueInterval = atLeastOne("globalQueueInterval", globalQueueInterval);
    return this;
  }

  /// Slots of each worker's run queue, a power of two of at least 2; by default 256. `kioto.local-queue-capacity`
  public RuntimeBuilder localQueueCapacity(int localQueueCapacity) {
    options.localQueueCapacity = localQueueCapacity;
    return this;
  }

  /// Whether a worker runs the task that its task woke last before the rest of its queue; by default true. Tokio's
  /// `disable_lifo_slot`. `kioto.lifo-slot`
  public RuntimeBuilder lifoSlot(boolean lifoSlot) {
    options.lifoSlot = lifoSlot;
    return this;
  }

  /// Whether an idle worker may take the task in another's LIFO slot, which otherwise waits until that worker's poll is over;
  /// by default false, as it costs each wake a little. `kioto.lifo-stealing`
  public RuntimeBuilder lifoStealing(boolean lifoStealing) {
    options.lifoStealing = lifoStealing;
    return this;
  }

  /// Whether a worker that the driver woke wakes another, to hold the driver, before it polls; by default false. Then a long
  /// poll of the one does not delay timers. `kioto.eager-driver-handoff`
  public RuntimeBuilder eagerDriverHandoff(boolean eagerDriverHandoff) {
    options.eagerDriverHandoff = eagerDriverHandoff;
    return this;
  }

  /// For how long at most a worker that finds no task goes on looking before it parks: to be woken from a park takes about as
  /// long as the default, 50 microseconds. One worker of a runtime does so at a time, and only while there is a processor for
  /// it; it spins for less, down to not at all, where that has been in vain. Zero is never, which spares a little processor
  /// time. Of no meaning for a current-thread runtime. Tokio has no such option, Go's scheduler and the JDK's spin as well.
  /// `kioto.spin-before-park`, as 10ms, in seconds or as an ISO-8601 duration
  public RuntimeBuilder spinBeforePark(Duration spinBeforePark) {
    options.spinBeforePark = Objects.requireNonNull(spinBeforePark, "spinBeforePark");
    return this;
  }

  /// After how long a poll is taken for stuck: its worker's queue and driver then go to another thread, so that the tasks
  /// behind it run. The poll itself goes on, beside the worker; at most [#maxBlockingThreads] may at once. Zero, the
  /// default, is never. Tokio has no such option. `kioto.stuck-worker-timeout`, as 10ms, in seconds or as an ISO-8601 duration
  public RuntimeBuilder stuckWorkerTimeout(Duration stuckWorkerTimeout) {
    options.stuckWorkerTimeout = Objects.requireNonNull(stuckWorkerTimeout, "stuckWorkerTimeout");
    return this;
  }

  /// How often it is looked for direct tasks that wait while they are pinned to their carrier, for
  /// [RuntimeMetrics#pinnedParkCount] and the probe; by default each 10 ms, at most each millisecond, and zero is never. One
  /// thread does that for all runtimes of the process that have direct tasks, and rests while no worker has work.
  /// `kioto.pinned-park-interval`, as 10ms, in seconds or as an ISO-8601 duration
  public RuntimeBuilder pinnedParkInterval(Duration pinnedParkInterval) {
    options.pinnedParkInterval = Objects.requireNonNull(pinnedParkInterval, "pinnedParkInterval");
    return this;
  }

  /// The seed of what is chosen at random: whom a worker steals from first, and where a `Select` and a `StreamMap` begin; by
  /// default a different one each time. What tasks choose on one thread is the same with the same seed, as far as they come in the
  /// same order, which several workers do not promise. `kioto.rng-seed`
  public RuntimeBuilder rngSeed(long seed) {
    options.rngSeed = seed;
    return this;
  }

  // --- drivers ---

  /// Turns on every driver: timers and channels.
  public RuntimeBuilder enableAll() {
    return enableTime().enableIo();
  }

  /// Turns on what waits for channels (sockets, pipes), which is off by default; without it they fail and say so. A selector is
  /// opened with the first of them. `kioto.enable-io`
  public RuntimeBuilder enableIo() {
    options.enableIo = true;
    return this;
  }

  /// Channels that are told of their readiness in one turn of the driver, above 0; by default 1024. A worker tells no more than
  /// its queue has room for, and the others in its next turn.
  /// `kioto.max-io-events-per-tick`
  public RuntimeBuilder maxIoEventsPerTick(int maxIoEventsPerTick) {
    options.maxIoEventsPerTick = maxIoEventsPerTick;
    return this;
  }

  /// Whether the workers of a multi-thread runtime wait for channels by Linux's epoll, which tells them of each change once, rather
  /// than by a selector of the JDK, which is asked anew for each channel that was slow to be read; by default they do, where the
  /// JDK lets us (`--add-opens java.base/java.lang=ALL-UNNAMED`). Of no meaning elsewhere. `kioto.epoll`
  public RuntimeBuilder epoll(boolean epoll) {
    options.epoll = epoll;
    return this;
  }

  /// Turns on timers, which are off by default; without them a sleep fails and says so. `kioto.enable-time`
  public RuntimeBuilder enableTime() {
    options.enableTime = true;
    return this;
  }

  /// Whether the clock stands still at first, as after `Time.pause()`: for tests; by default false. Only for a current-thread or a
  /// local runtime. `kioto.start-paused`
  public RuntimeBuilder startPaused(boolean startPaused) {
    options.startPaused = startPaused;
    return this;
  }

  /// Whether each worker keeps the timers and the channels of its own tasks; by default false: all share one wheel and its lock,
  /// and one selector.
  /// `kioto.per-worker-timers`
  public RuntimeBuilder perWorkerTimers(boolean perWorkerTimers) {
    options.perWorkerTimers = perWorkerTimers;
    return this;
  }

  // --- blocking ---

  /// The cap of the blocking pool, above 0; by default 512. Threads of workers come on top. `kioto.max-blocking-threads`
  public RuntimeBuilder maxBlockingThreads(int maxBlockingThreads) {
    options.maxBlockingThreads = maxBlockingThreads;
    return this;
  }

  /// How long a blocking thread stays without work, zero or more; by default 10 s. `kioto.thread-keep-alive`, in seconds
  /// or as an ISO-8601 duration
  public RuntimeBuilder threadKeepAlive(Duration threadKeepAlive) {
    options.threadKeepAlive = Objects.requireNonNull(threadKeepAlive, "threadKeepAlive");
    return this;
  }

  /// Whether the queue of the blocking pool is cut in 16 shards, against contention among many that submit; by default false. Jobs
  /// are taken in no order then. `kioto.sharded-blocking-queue`
  public RuntimeBuilder shardedBlockingQueue(boolean shardedBlockingQueue) {
    options.shardedBlockingQueue = shardedBlockingQueue;
    return this;
  }

  // --- hooks: what one throws goes to the uncaught exception handler of its thread, and changes nothing else ---

  /// Called by each thread of the runtime when it starts.
  public RuntimeBuilder onThreadStart(Runnable hook) {
    threadStart = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called by each thread of the runtime before it ends.
  public RuntimeBuilder onThreadStop(Runnable hook) {
    threadStop = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called by a worker before it sleeps. It may spawn: the worker does not sleep then.
  public RuntimeBuilder onThreadPark(Runnable hook) {
    threadPark = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called by a worker after it woke up.
  public RuntimeBuilder onThreadUnpark(Runnable hook) {
    threadUnpark = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called for each future task and direct task that is spawned, by the thread that spawns it.
  public RuntimeBuilder onTaskSpawn(Consumer<TaskMeta> hook) {
    taskSpawn = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called for each future task and direct task that has ended, by the thread that ended it.
  public RuntimeBuilder onTaskTerminate(Consumer<TaskMeta> hook) {
    taskTerminate = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called before each poll of a task, by the thread that polls.
  public RuntimeBuilder onBeforeTaskPoll(Consumer<TaskMeta> hook) {
    beforePoll = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /// Called after each poll of a task, by the thread that polled.
  public RuntimeBuilder onAfterTaskPoll(Consumer<TaskMeta> hook) {
    afterPoll = Objects.requireNonNull(hook, "hook");
    return this;
  }

  // --- measuring: what is off costs nothing ---

  /// Counts polls by their length, which costs up to two readings of the clock a poll; by default off. For
  /// [RuntimeMetrics#pollTimeHistogramBucketCount]. `kioto.enable-metrics-poll-time-histogram`
  public RuntimeBuilder enableMetricsPollTimeHistogram() {
    options.pollTimeHistogram = true;
    return this;
  }

  /// The buckets for that; by default 10 of 100 microseconds each. Does not turn it on.
  /// `kioto.metrics-poll-time-histogram-configuration=log`, `=log,MIN,MAX,ERROR` or `=linear,WIDTH,COUNT`, times as 100us, in seconds or
  /// as ISO-8601 durations
  public RuntimeBuilder metricsPollTimeHistogramConfiguration(HistogramConfiguration configuration) {
    options.pollTimeBuckets = configuration.buckets();
    return this;
  }

  /// Takes how long each task is runnable before it is polled, for [TaskMeta#scheduleLatency], which costs a reading of the
  /// clock a wake and up to two a poll; by default off. `kioto.track-task-schedule-latency`
  public RuntimeBuilder trackTaskScheduleLatency() {
    options.trackScheduleLatency = true;
    return this;
  }

  /// Takes the same and counts polls by it; by default off. For [RuntimeMetrics#scheduleLatencyHistogramBucketCount].
  /// `kioto.enable-metrics-schedule-latency-histogram`
  public RuntimeBuilder enableMetricsScheduleLatencyHistogram() {
    options.scheduleLatencyHistogram = true;
    return this;
  }

  /// The buckets for that; by default 10 of 100 microseconds each. Does not turn it on.
  /// `kioto.metrics-schedule-latency-histogram-configuration`, written as for [#metricsPollTimeHistogramConfiguration]
  public RuntimeBuilder metricsScheduleLatencyHistogramConfiguration(HistogramConfiguration configuration) {
    options.scheduleLatencyBuckets = configuration.buckets();
    return this;
  }

  // --- the rest ---

  /// What happens when a task fails; by default [UnhandledPanic#IGNORE]. `kioto.unhandled-panic`
  public RuntimeBuilder unhandledPanic(UnhandledPanic policy) {
    options.unhandledPanic = switch (policy) {
      case IGNORE -> SchedulerOptions.UnhandledPanic.IGNORE;
      case REPORT -> SchedulerOptions.UnhandledPanic.REPORT;
      case SHUTDOWN_RUNTIME -> SchedulerOptions.UnhandledPanic.SHUTDOWN_RUNTIME;
    };
    return this;
  }

  /// Whether a spawn records the line that made it, which costs it a stack walk. By default it does while a probe or a hook for
  /// tasks is there to read it; true has it done for [Runtime#dump] as well, false never. `kioto.spawn-locations`
  public RuntimeBuilder spawnLocations(boolean spawnLocations) {
    options.spawnLocations = spawnLocations ? SpawnLocations.ALWAYS : SpawnLocations.NEVER;
    return this;
  }

  /// The observer; by default that of the process, [DefaultProbe#get], which is [Probe#NONE] unless an instrumentation was
  /// installed. With the property `kioto.console` (or the environment variable `KIOTO_CONSOLE`) the first runtime that is
  /// built without a probe installs one: the [ProbeProvider] that the class path has.
  public RuntimeBuilder probe(Probe probe) {
    this.probe = Objects.requireNonNull(probe, "probe");
    return this;
  }

  /// Whether what tasks and workers do becomes events of the JDK Flight Recorder, for the recordings of the program: from
  /// `kioto.TaskSpawn` to `kioto.WorkerStatistics`. By default false, which costs nothing. `kioto.jfr`
  public RuntimeBuilder jfr(boolean jfr) {
    options.jfr = jfr;
    return this;
  }

  /// Starts the runtime.
  ///
  /// @throws IllegalArgumentException when an option is out of its range, or a setting of the console that `kioto.console`
  ///   asks for; the message names it and its value
  /// @throws IllegalStateException when [#jfr] is on and this Java has no flight recorder
  public Runtime build() {
    var observer = probe == null ? ProbeStarter.probe() : probe;
    options.probe = options.jfr ? JfrProbe.before(observer) : observer;
    options.hooks = new Hooks(threadStart, threadStop, threadPark, threadUnpark, TaskMeta.adapt(taskSpawn),
        TaskMeta.adapt(taskTerminate), TaskMeta.adaptPoll(beforePoll), TaskMeta.adaptPoll(afterPoll));
    return new Runtime(Scheduler.start(options));
  }

  /// Starts a runtime whose tasks belong to the calling thread. The flavor that was set is of no meaning.
  ///
  /// @throws IllegalArgumentException when an option is out of its range; the message names it and its value
  /// @throws IllegalStateException on a virtual thread, which cannot carry others
  public LocalRuntime buildLocal() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("buildLocal was called on virtual thread '" + Thread.currentThread().getName()
          + "', which cannot carry tasks: build it on a platform thread");
    }
    var flavor = options.flavor;
    options.flavor = Flavor.LOCAL;
    try {
      return new LocalRuntime(build());
    } finally {
      options.flavor = flavor;
    }
  }

  // 0 stands for the default in the options.
  private static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be from 1 to " + Integer.MAX_VALUE + ", but is " + value);
    }
    return value;
  }
}
