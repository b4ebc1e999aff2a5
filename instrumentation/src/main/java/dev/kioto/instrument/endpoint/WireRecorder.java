package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.load.LoadReport;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.Totals;
import java.time.Duration;

/// The recorder as the wire shows it. Any thread but an instrumented one.
final class WireRecorder {
  private final Recorder recorder;
  private final Aggregator aggregator;
  private final LoadWatch load;
  private final Publisher publisher;
  private final WireClock clock;

  WireRecorder(Recorder recorder, Aggregator aggregator, LoadWatch load, Publisher publisher, WireClock clock) {
    this.recorder = recorder;
    this.aggregator = aggregator;
    this.load = load;
    this.publisher = publisher;
    this.clock = clock;
  }

  /// How it is now.
  RecorderState state() {
    var counts = recorder.counts();
    var report = load.report();
    var state = RecorderState.newBuilder()
        .setNow(clock.timestamp(recorder.clock().getAsLong()))
        .setDroppedEvents(aggregator.lostEvents().all())
        .setRecordedEvents(counts.recorded())
        .setRings(counts.channels())
        .setTotals(totals())
        .setClients(publisher.clients());
    addLoad(state, report);
    var distributions = aggregator.distributions();
    state.setPollTimes(WireHistogram.encode(distributions.pollTimes()))
        .setSchedulingDelays(WireHistogram.encode(distributions.schedulingDelays()));
    // Of the clock ticks of the system: coarse, and absent where it does not tell.
    ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).map(WireClock::duration)
        .ifPresent(state::setProgramCpuTime);
    return state.build();
  }

  private static void addLoad(RecorderState.Builder state, LoadReport report) {
    var level = report.level();
    var held = report.footprint();
    state.setLevel(level(level.inForce()))
        .setWantedLevel(level(level.wanted()))
        .setLoweredBecause(level.loweredBecause())
        .setTimesLowered(level.timesLowered())
        .setCpuShareCap(level.cap())
        .setCpuShare(report.cpuShare())
        .setCpuTime(WireClock.duration(report.cpuNanos()))
        .setEventsPerSecond(report.eventsPerSecond())
        .setMemoryBytes(held.bytes())
        .setRingBytes(held.ringBytes())
        .setFlightRecorderBytes(held.flightRecorderBytes())
        .setHeldTasks(held.tasks())
        .setHeldResources(held.resources())
        .setHeldOperations(held.operations());
  }

  private Totals totals() {
    var totals = recorder.totals();
    return Totals.newBuilder()
        .setSpawned(totals.spawned())
        .setEnded(totals.ended())
        .setPolls(totals.polls())
        .setWakes(totals.wakes())
        .setSelfWakes(totals.selfWakes())
        .setBusyTime(WireClock.duration(totals.busyNanos()))
        .build();
  }

  static Level level(RecordLevel level) {
    return switch (level) {
      case OFF -> Level.OFF;
      case COUNTS -> Level.COUNTS;
      case TASKS -> Level.TASKS;
      case TRACE -> Level.TRACE;
    };
  }
}
