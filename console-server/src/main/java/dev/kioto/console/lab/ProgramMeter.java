package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun.Sample;
import dev.kioto.console.collector.PollTimes;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a program's scheduler does, over its console, and keeps its course. One thread.
final class ProgramMeter {

  private final WatchedTarget target;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable Reading before;
  private double cpuBefore = Double.NaN;
  private long processBefore;

  ProgramMeter(WatchedTarget target) {
    this.target = target;
  }

  /// What the program had told at one moment.
  ///
  /// @param times null when it does not tell its poll times
  /// @param globalQueue tasks in the inject queues
  record Reading(@Nullable PollTimes times, Workers workers, double localQueue, double globalQueue) {
  }

  Reading read() {
    var schedulers = target.run().model().schedulers();
    var workers = schedulers.workers();
    return new Reading(target.pollTimes(), workers,
        workers.all().stream().mapToDouble(WorkerState::localQueueDepth).sum(),
        schedulers.runtimes().all().stream().mapToDouble(RuntimeState::globalQueueDepth).sum());
  }

  /// Keeps a moment of the course.
  ///
  /// @param seconds since the warm-up was over
  /// @param process null when the process does not tell
  Reading sample(double seconds, @Nullable ProcessReading process) {
    var now = read();
    var earlier = before;
    double processors = Double.NaN;
    if (process != null) {
      processors = (process.cpuNanos() - cpuBefore) / (process.atNanos() - processBefore);
      cpuBefore = process.cpuNanos();
      processBefore = process.atNanos();
    }
    if (earlier != null) {
      samples.add(new Sample(seconds, orZero(pollRate(earlier, now)), orZero(processors),
          now.localQueue() + now.globalQueue(), busyShares(earlier.workers(), now.workers())));
    }
    before = now;
    return now;
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  private static double orZero(double value) {
    return Double.isFinite(value) ? value : 0; // JSON has no words for others
  }

  private static double pollRate(Reading from, Reading to) {
    if (from.times() == null || to.times() == null) return Double.NaN;
    double seconds = (to.times().atNanos() - from.times().atNanos()) / 1e9;
    return seconds <= 0 ? Double.NaN : (to.times().totals().polls() - from.times().totals().polls()) / seconds;
  }

  /// The share of time that each worker was busy; empty when that cannot be told.
  static List<Double> busyShares(Workers from, Workers to) {
    double nanos = to.asOf() - from.asOf();
    if (nanos <= 0 || from.all().size() != to.all().size()) return List.of();
    var shares = new ArrayList<Double>();
    for (int i = 0; i < to.all().size(); i++) {
      shares.add(Math.clamp((to.all().get(i).busyNanos() - from.all().get(i).busyNanos()) / nanos, 0, 1));
    }
    return shares;
  }
}
