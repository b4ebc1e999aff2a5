package dev.kioto.console.lab;

import dev.kioto.console.collector.PollTimes;
import dev.kioto.console.collector.Run;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskSpreads;
import dev.kioto.console.model.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a program had told at one moment of what its scheduler does.
///
/// @param runId of the run
/// @param asOf the program's clock when it told last of its tasks
/// @param times null when it does not tell the times of all polls
/// @param spreads what it told of times task by task; null when `times` are better
/// @param localQueue tasks in the workers' queues
/// @param globalQueue tasks in the inject queues
record ProgramReading(String runId, long asOf, @Nullable PollTimes times, @Nullable TaskSpreads spreads,
    Workers workers, double localQueue, double globalQueue) {

  static ProgramReading of(WatchedTarget target) {
    return of(target.run(), target.pollTimes());
  }

  static ProgramReading of(Run run, @Nullable PollTimes times) {
    var schedulers = run.model().schedulers();
    var workers = schedulers.workers();
    var tasks = run.model().tasks();
    return new ProgramReading(run.id(), tasks.asOf(), times, times == null ? tasks.spreads() : null, workers,
        workers.all().stream().mapToDouble(WorkerState::localQueueDepth).sum(),
        schedulers.runtimes().all().stream().mapToDouble(RuntimeState::globalQueueDepth).sum());
  }

  /// Polls a second since an earlier reading; not a number when nothing was told in between.
  double pollRate(ProgramReading earlier) {
    double polls;
    double seconds;
    if (times != null && earlier.times != null) {
      polls = times.totals().polls() - earlier.times.totals().polls();
      seconds = (times.atNanos() - earlier.times.atNanos()) / 1e9;
    } else if (spreads != null && earlier.spreads != null) {
      polls = spreads.pollTimes().since(earlier.spreads.pollTimes()).count();
      seconds = (asOf - earlier.asOf) / 1e9;
    } else {
      return Double.NaN;
    }
    return seconds <= 0 ? Double.NaN : polls / seconds;
  }

  /// The share of time since an earlier reading that each worker was busy; empty when that cannot be told.
  List<Double> busyShares(ProgramReading earlier) {
    var before = earlier.workers;
    double nanos = workers.asOf() - before.asOf();
    if (nanos <= 0 || before.all().size() != workers.all().size()) return List.of();
    var shares = new ArrayList<Double>();
    for (int i = 0; i < workers.all().size(); i++) {
      shares.add(Math.clamp((workers.all().get(i).busyNanos() - before.all().get(i).busyNanos()) / nanos, 0, 1));
    }
    return shares;
  }
}
