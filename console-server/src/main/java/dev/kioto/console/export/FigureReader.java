package dev.kioto.console.export;

import dev.kioto.console.api.Intake;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.diagnosis.DetectorState;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.WorkerState;
import dev.kioto.console.store.HistoryStore;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Reads every figure of a server. Any thread; what is read are totals that are kept anyway, so it costs microseconds a target.
public final class FigureReader {

  private static final int MOST_WORKERS = 1024; // of a target: a figure of each of more would fill the reader's disk

  private static final Map<Figure, ToLongFunction<WorkerState>> WORKER_COUNTS = new EnumMap<>(Map.of(
      Figure.WORKER_POLLS, WorkerState::polls,
      Figure.WORKER_PARKS, WorkerState::parks,
      Figure.WORKER_STEALS, WorkerState::stealOperations,
      Figure.WORKER_STOLEN, WorkerState::stolenTasks,
      Figure.WORKER_OVERFLOWS, WorkerState::overflows,
      Figure.WORKER_NOOPS, WorkerState::noopWakeups,
      Figure.WORKER_LOCAL, WorkerState::localSchedules,
      Figure.WORKER_BUDGET, WorkerState::budgetForcedYields,
      Figure.WORKER_HANDOFFS, WorkerState::handoffs,
      Figure.WORKER_PINNED, WorkerState::pinnedParks));

  private static final Map<Figure, ToLongFunction<RuntimeState>> RUNTIME_COUNTS = new EnumMap<>(Map.of(
      Figure.GLOBAL_QUEUE, RuntimeState::globalQueueDepth,
      Figure.REMOTE_SCHEDULES, RuntimeState::remoteSchedules,
      Figure.DRIVER_TURNS, runtime -> runtime.driver().turns(),
      Figure.DRIVER_READY, runtime -> runtime.driver().ready(),
      Figure.BLOCKING_THREADS, runtime -> runtime.blockingPool().threads(),
      Figure.BLOCKING_IDLE, runtime -> runtime.blockingPool().idleThreads(),
      Figure.BLOCKING_MAX, runtime -> runtime.blockingPool().maxThreads(),
      Figure.BLOCKING_QUEUE, runtime -> runtime.blockingPool().queueDepth()));

  private final Collector collector;
  private final Function<WatchedTarget, List<DetectorState>> detectors;
  private final @Nullable HistoryStore history; // null when nothing is kept on disk
  private final IntSupplier sockets;
  private final long startedNanos = System.nanoTime();

  /// @param detectors how they stand with a target now
  /// @param sockets how many WebSockets are open
  public FigureReader(Collector collector, Function<WatchedTarget, List<DetectorState>> detectors,
      @Nullable HistoryStore history, IntSupplier sockets) {
    this.detectors = detectors;
    this.collector = collector;
    this.history = history;
    this.sockets = sockets;
  }

  /// Every figure now.
  public Readings read() {
    var readings = new Readings();
    var states = new EnumMap<TargetState, Integer>(TargetState.class);
    for (var state : TargetState.values()) states.put(state, 0);
    for (var target : collector.targets()) {
      var snapshot = target.snapshot();
      states.merge(snapshot.state(), 1, Integer::sum);
      target(target, snapshot, readings);
      for (var detector : detectors.apply(target)) {
        readings.add(Figure.DIAGNOSES, detector.active(), snapshot.id(), snapshot.name(), detector.detector());
      }
    }
    states.forEach((state, count) -> readings.add(Figure.TARGETS, count, word(state)));
    server(readings);
    return readings;
  }

  private void server(Readings readings) {
    if (history != null) {
      var status = history.status();
      readings.add(Figure.HISTORY_WRITTEN, status.committed());
      readings.add(Figure.HISTORY_DROPPED, status.dropped());
      readings.add(Figure.HISTORY_SIZE, status.usedBytes());
    }
    readings.add(Figure.EXPIRED, collector.expiredTargets());
    readings.add(Figure.SOCKETS, sockets.getAsInt());
    readings.add(Figure.MEMORY, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    readings.add(Figure.UPTIME, (System.nanoTime() - startedNanos) / 1e9);
  }

  private static void target(WatchedTarget target, Target snapshot, Readings readings) {
    var id = snapshot.id();
    var program = snapshot.name();
    readings.add(Figure.TARGET, 1, id, program, snapshot.address(), snapshot.runId(), word(snapshot.kind()),
        Objects.requireNonNullElse(snapshot.version(), ""));
    readings.add(Figure.TARGET_UP, snapshot.state() == TargetState.CONNECTED ? 1 : 0, id, program);
    target.messages().forEach((kind, count) -> readings.add(Figure.TARGET_MESSAGES, count, id, program, kind));
    readings.add(Figure.EVENTS_LOST, snapshot.droppedEvents(), id, program);
    intake(snapshot.intake(), id, program, readings);
    var tasks = snapshot.tasks();
    readings.add(Figure.TASKS, tasks.running(), id, program, "running");
    readings.add(Figure.TASKS, tasks.scheduled(), id, program, "scheduled");
    readings.add(Figure.TASKS, tasks.idle(), id, program, "idle");
    readings.add(Figure.TASKS, tasks.completed(), id, program, "completed");
    flow(target, id, program, readings);
    var recorder = snapshot.recorder();
    if (recorder != null) {
      readings.add(Figure.RECORDER_CPU, recorder.cpuShare(), id, program);
      readings.add(Figure.RECORDER_MEMORY, recorder.memoryBytes(), id, program);
      readings.add(Figure.RECORDER_EVENTS, recorder.recordedEvents(), id, program);
    }
    schedulers(target, id, program, readings);
  }

  private static void intake(Intake intake, String id, String program, Readings readings) {
    readings.add(Figure.INTAKE_REFUSED, intake.cutTexts(), id, program, "cut_text");
    readings.add(Figure.INTAKE_REFUSED, intake.leftOut(), id, program, "left_out");
    readings.add(Figure.INTAKE_REFUSED, intake.badHistograms(), id, program, "bad_histogram");
    readings.add(Figure.INTAKE_REFUSED, intake.clockSteps(), id, program, "clock_step");
    readings.add(Figure.INTAKE_REFUSED, intake.orphanStats(), id, program, "orphan_stats");
    readings.add(Figure.INTAKE_REFUSED, intake.reusedIds(), id, program, "reused_id");
    readings.add(Figure.INTAKE_REFUSED, intake.refused(), id, program, "no_room");
    readings.add(Figure.INTAKE_REFUSED, intake.failedStreams(), id, program, "failed_stream");
  }

  /// What the program counts itself, else what was counted of its tasks here.
  private static void flow(WatchedTarget target, String id, String program, Readings readings) {
    var flow = target.model().flow();
    var totals = target.totals();
    if (totals != null) {
      readings.add(Figure.TASKS_SPAWNED, totals.spawned(), id, program);
      readings.add(Figure.TASKS_ENDED, totals.ended(), id, program);
    }
    readings.add(Figure.POLLS, totals == null ? flow.pollTimes().count() : totals.polls(), id, program);
    readings.add(Figure.WAKES, totals == null ? flow.wakes() : totals.wakes(), id, program);
    readings.add(Figure.SELF_WAKES, totals == null ? flow.selfWakes() : totals.selfWakes(), id, program);
    readings.add(Figure.BUSY, (totals == null ? flow.pollTimes().sumNanos() : totals.busyNanos()) / 1e9, id, program);
    readings.add(Figure.POLL_TIME, flow.pollTimes(), id, program);
    readings.add(Figure.SCHEDULING_DELAY, flow.schedulingDelays(), id, program);
  }

  private static void schedulers(WatchedTarget target, String id, String program, Readings readings) {
    var schedulers = target.run().model().schedulers();
    var states = new TreeMap<String, Map<WorkerState.Activity, Integer>>();
    int seen = 0;
    for (var worker : schedulers.workers().all()) {
      var runtime = Long.toUnsignedString(worker.runtimeId());
      states.computeIfAbsent(runtime, _ -> new EnumMap<>(WorkerState.Activity.class))
          .merge(worker.activity(), 1, Integer::sum);
      if (seen++ >= MOST_WORKERS) continue;
      var index = Integer.toString(worker.index());
      WORKER_COUNTS.forEach((figure, count) -> readings.add(figure, count.applyAsLong(worker), id, program, runtime,
          index));
      readings.add(Figure.WORKER_BUSY, worker.busyNanos() / 1e9, id, program, runtime, index);
      readings.add(Figure.LOCAL_QUEUE, worker.localQueueDepth(), id, program, runtime, index);
    }
    states.forEach((runtime, counts) -> counts.forEach(
        (activity, count) -> readings.add(Figure.WORKERS, count, id, program, runtime, word(activity))));
    for (var runtime : schedulers.runtimes().all()) {
      var name = Long.toUnsignedString(runtime.id());
      RUNTIME_COUNTS.forEach((figure, count) -> readings.add(figure, count.applyAsLong(runtime), id, program, name));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
