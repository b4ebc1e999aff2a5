package dev.kioto.scheduler;

import static dev.kioto.scheduler.Setting.Change.ALWAYS;
import static dev.kioto.scheduler.Setting.Change.WITH_WORKERS;
import static dev.kioto.scheduler.SettingSyntax.buckets;
import static dev.kioto.scheduler.SettingSyntax.choice;
import static dev.kioto.scheduler.SettingSyntax.duration;
import static dev.kioto.scheduler.SettingSyntax.flag;
import static dev.kioto.scheduler.SettingSyntax.integer;
import static dev.kioto.scheduler.SettingSyntax.text;
import static dev.kioto.scheduler.SettingSyntax.whole;

import dev.kioto.scheduler.SchedulerOptions.Flavor;
import dev.kioto.scheduler.SchedulerOptions.SpawnLocations;
import dev.kioto.scheduler.SchedulerOptions.UnhandledPanic;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every setting that there is: its name, what it does, its default, how it is written, and whether it can change. System
/// properties, builders, consoles and `docs/runtime.md` go by this.
public final class SettingTable {
  private static final Optional<Long> RANDOM = Optional.empty();

  private static final List<Setting<?>> ALL = List.of(
      Setting.of("flavor", choice(List.of(Flavor.MULTI_THREAD, Flavor.CURRENT_THREAD)), o -> o.flavor,
          (o, flavor) -> o.flavor = flavor, "Which threads poll: its own, or those inside blockOn."),
      Setting
          .of("name", text(), o -> o.name == null ? "" : o.name, (o, name) -> o.name = name,
              "The runtime's name, for people.")
          .defaultIs("runtime-N"),
      Setting.of("worker-threads", integer(), o -> o.workerThreads, (o, n) -> o.workerThreads = n,
          "Threads that poll tasks, 1 to 32767.").defaultIs("processors"),
      Setting.of("thread-name", text(), o -> o.threadName, (o, name) -> o.threadName = name,
          "Prefix of the names of its threads."),
      Setting.of("thread-stack-size", whole(), o -> o.threadStackSize, (o, bytes) -> o.threadStackSize = bytes,
          "Bytes of stack of each of its threads; 0 leaves it to the JVM."),
      Setting.of("event-interval", integer(), o -> o.eventInterval, (o, ticks) -> o.eventInterval = ticks,
          "Ticks between two looks at the driver.").changes(ALWAYS),
      Setting.of("global-queue-interval", interval().or("default", 0), o -> o.globalQueueInterval,
          (o, ticks) -> o.globalQueueInterval = ticks,
          "Ticks between two looks at the inject queue first; by default tuned by each worker, and 31 on one thread.")
          .changes(ALWAYS),
      Setting.of("local-queue-capacity", integer(), o -> o.localQueueCapacity, (o, n) -> o.localQueueCapacity = n,
          "Slots of a run queue, a power of two."),
      Setting.of("lifo-slot", flag(), o -> o.lifoSlot, (o, on) -> o.lifoSlot = on,
          "Run next what the task woke last, up to 3 in a row.").changes(WITH_WORKERS),
      Setting.of("lifo-stealing", flag(), o -> o.lifoStealing, (o, on) -> o.lifoStealing = on,
          "Let thieves take from the LIFO slot.").changes(WITH_WORKERS),
      Setting.of("eager-driver-handoff", flag(), o -> o.eagerDriverHandoff, (o, on) -> o.eagerDriverHandoff = on,
          "Wake another worker to hold the driver before polling.").changes(WITH_WORKERS),
      Setting.of("spin-before-park", duration(), o -> o.spinBeforePark, (o, time) -> o.spinBeforePark = time,
          "For how long at most one idle worker looks for tasks before it parks; 0: it looks once.")
          .changes(WITH_WORKERS),
      Setting.of("stuck-worker-timeout", duration(), o -> o.stuckWorkerTimeout,
          (o, time) -> o.stuckWorkerTimeout = time,
          "After how long a poll has its worker handed over; 0: never.").changes(WITH_WORKERS),
      Setting.of("pinned-park-interval", duration(), o -> o.pinnedParkInterval,
          (o, time) -> o.pinnedParkInterval = time,
          "How often it is looked for pinned direct tasks that wait; 0: never.").changes(ALWAYS),
      Setting.of("rng-seed", seed(), o -> Optional.ofNullable(o.rngSeed), (o, seed) -> o.rngSeed = seed.orElse(null),
          "Seed of what is chosen at random: victims to steal from, where a Select and a StreamMap begin."),
      Setting.of("enable-time", flag(), o -> o.enableTime, (o, on) -> o.enableTime = on, "There are timers."),
      Setting.of("enable-io", flag(), o -> o.enableIo, (o, on) -> o.enableIo = on,
          "There is what waits for sockets and other channels."),
      Setting.of("max-io-events-per-tick", integer(), o -> o.maxIoEventsPerTick, (o, n) -> o.maxIoEventsPerTick = n,
          "Channels that are told of their readiness in one turn of the driver; a worker tells no more than its queue has room for.")
          .changes(ALWAYS),
      Setting.of("epoll", flag(), o -> o.epoll, (o, on) -> o.epoll = on,
          "Workers wait for channels by epoll, where the JDK lets us, and not by a selector."),
      Setting.of("start-paused", flag(), o -> o.startPaused, (o, on) -> o.startPaused = on,
          "The clock stands still at first; not multi-thread."),
      Setting.of("per-worker-timers", flag(), o -> o.perWorkerTimers, (o, on) -> o.perWorkerTimers = on,
          "A timing wheel and a driver for each worker."),
      Setting.of("max-blocking-threads", integer(), o -> o.maxBlockingThreads, (o, n) -> o.maxBlockingThreads = n,
          "Cap of the blocking pool, workers not counted.").changes(ALWAYS),
      Setting.of("thread-keep-alive", duration(), o -> o.threadKeepAlive, (o, time) -> o.threadKeepAlive = time,
          "How long an idle blocking thread stays.").changes(ALWAYS),
      Setting.of("sharded-blocking-queue", flag(), o -> o.shardedBlockingQueue,
          (o, on) -> o.shardedBlockingQueue = on, "16 queues of the blocking pool in place of one."),
      Setting.of("enable-metrics-poll-time-histogram", flag(), o -> o.pollTimeHistogram,
          (o, on) -> o.pollTimeHistogram = on, "Count polls by their length."),
      Setting.of("metrics-poll-time-histogram-configuration", buckets(), o -> o.pollTimeBuckets,
          (o, buckets) -> o.pollTimeBuckets = buckets, "The buckets for polls by their length."),
      Setting.of("track-task-schedule-latency", flag(), o -> o.trackScheduleLatency,
          (o, on) -> o.trackScheduleLatency = on, "Tell hooks how long the task had waited for its poll."),
      Setting.of("enable-metrics-schedule-latency-histogram", flag(), o -> o.scheduleLatencyHistogram,
          (o, on) -> o.scheduleLatencyHistogram = on, "Count polls by how long their task had waited."),
      Setting.of("metrics-schedule-latency-histogram-configuration", buckets(), o -> o.scheduleLatencyBuckets,
          (o, buckets) -> o.scheduleLatencyBuckets = buckets,
          "The buckets for polls by how long their task had waited."),
      Setting.of("unhandled-panic", choice(List.of(UnhandledPanic.values())), o -> o.unhandledPanic,
          (o, policy) -> o.unhandledPanic = policy,
          "When a task fails: ignore it, report it to the uncaught exception handler, or shutdown-runtime.")
          .changes(ALWAYS),
      Setting.of("spawn-locations", locations(), o -> o.spawnLocations, (o, when) -> o.spawnLocations = when,
          "Record the line of each spawn; when-observed is while a probe or a hook reads it.").changes(ALWAYS),
      Setting.of("jfr", flag(), o -> o.jfr, (o, on) -> o.jfr = on,
          "Make events of the JDK Flight Recorder of what tasks and workers do."));

  private SettingTable() {}

  /// In the order of the documentation.
  public static List<Setting<?>> all() {
    return ALL;
  }

  /// @throws NoSuchElementException when there is none of this name; the message says which there are
  static Setting<?> named(String name) {
    return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst()
        .orElseThrow(() -> new NoSuchElementException("there is no setting '" + name + "': there are "
            + ALL.stream().map(Setting::name).collect(Collectors.joining(", "))));
  }

  // 0 stands for the default, which is written otherwise.
  private static SettingSyntax<Integer> interval() {
    return new SettingSyntax<>("1 or more", text -> {
      int ticks = Integer.parseInt(text.strip());
      if (ticks < 1) {
        throw new IllegalArgumentException("too few");
      }
      return ticks;
    }, String::valueOf);
  }

  private static SettingSyntax<Optional<Long>> seed() {
    var whole = whole();
    return new SettingSyntax<Optional<Long>>(whole.wanted(), text -> Optional.of(whole.reader().apply(text)),
        seed -> seed.map(String::valueOf).orElse("")).or("random", RANDOM);
  }

  private static SettingSyntax<SpawnLocations> locations() {
    var flag = flag();
    return new SettingSyntax<>(flag.wanted(),
        text -> flag.reader().apply(text) ? SpawnLocations.ALWAYS : SpawnLocations.NEVER,
        when -> when == SpawnLocations.ALWAYS ? "on" : "off").or("when-observed", SpawnLocations.WHEN_OBSERVED);
  }
}
