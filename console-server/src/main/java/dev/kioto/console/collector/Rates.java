package dev.kioto.console.collector;

import dev.kioto.console.model.SchedulerModel.Runtimes;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TimeSpread;
import dev.kioto.console.model.WorkerState;
import dev.kioto.console.store.SeriesName;
import dev.kioto.proto.console.v1.RecorderState;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures of one target, of which those that the program tells as totals become what was added in a second. Not
/// safe for use by several threads.
final class Rates {

  private @Nullable RecorderState recorderBefore;
  private @Nullable Workers workersBefore;
  // News come once a second, and now and then none or two of them between two looks: delays are those of two seconds.
  private @Nullable TimeSpread delaysBefore;
  private @Nullable TimeSpread delaysLongBefore;
  private @Nullable PollTimes timesBefore; // of a program that tells of each poll
  private double[] delaysLately = {};

  /// Forgets totals: a new run counts from 0.
  void begin() {
    recorderBefore = null;
    workersBefore = null;
    delaysBefore = null;
    delaysLongBefore = null;
    timesBefore = null;
    delaysLately = new double[0];
  }

  Map<SeriesName, Double> figures(WatchedTarget target) {
    var figures = new EnumMap<SeriesName, Double>(SeriesName.class);
    var counts = target.model().counts();
    figures.put(SeriesName.TASKS_RUNNING, (double) counts.running());
    figures.put(SeriesName.TASKS_SCHEDULED, (double) counts.scheduled());
    figures.put(SeriesName.TASKS_IDLE, (double) counts.idle());
    figures.put(SeriesName.TASKS_COMPLETED, (double) counts.completed());
    figures.put(SeriesName.TASKS_TOTAL, (double) counts.total());
    figures.put(SeriesName.LOST_EVENTS, (double) target.model().lostEvents());
    var times = target.pollTimes();
    if (times == null) delays(target.model().spreads().schedulingDelays(), figures);
    else delays(times, figures);
    var recorder = target.recorderState();
    if (recorder != null) recorder(recorder, figures);
    var schedulers = target.run().model().schedulers();
    if (schedulers.workers().asOf() > 0) workers(schedulers.workers(), figures);
    if (schedulers.runtimes().asOf() > 0) runtimes(schedulers.runtimes(), figures);
    figures.values().removeIf(figure -> !Double.isFinite(figure)); // a program may say anything
    return figures;
  }

  // Each poll counts. Between two news the delays are as they were at the last.
  private void delays(PollTimes now, Map<SeriesName, Double> figures) {
    var earlier = timesBefore;
    if (earlier == null || now.atNanos() != earlier.atNanos()) {
      timesBefore = now;
      var lately = earlier == null ? null : now.since(earlier);
      delaysLately = lately == null || lately.delays().getTotalCount() == 0 ? new double[0]
          : new double[] {lately.delays().getValueAtPercentile(50), lately.delays().getValueAtPercentile(99),
              lately.delays().getMaxValue()};
    }
    if (delaysLately.length == 0) return;
    figures.put(SeriesName.DELAY_P50, delaysLately[0]);
    figures.put(SeriesName.DELAY_P99, delaysLately[1]);
    figures.put(SeriesName.DELAY_MAX, delaysLately[2]);
  }

  // A program that tells of its tasks alone: polls between two news count at their mean.
  private void delays(TimeSpread now, Map<SeriesName, Double> figures) {
    var earlier = delaysLongBefore == null ? delaysBefore : delaysLongBefore;
    delaysLongBefore = delaysBefore;
    delaysBefore = now;
    if (earlier == null) return;
    var lately = now.since(earlier);
    figures.put(SeriesName.DELAY_P50, lately.nanosAt(0.5));
    figures.put(SeriesName.DELAY_P99, lately.nanosAt(0.99));
    figures.put(SeriesName.DELAY_MAX, lately.nanosAt(1));
  }

  private void recorder(RecorderState now, Map<SeriesName, Double> figures) {
    figures.put(SeriesName.RECORDER_CPU, now.getCpuShare());
    figures.put(SeriesName.RECORDER_EVENTS, now.getEventsPerSecond());
    figures.put(SeriesName.RECORDER_MEMORY, (double) now.getMemoryBytes());
    var before = recorderBefore;
    recorderBefore = now;
    if (before == null || !now.hasTotals() || !before.hasTotals()) return;
    double seconds = (Instants.nanos(now.getNow()) - Instants.nanos(before.getNow())) / 1e9;
    if (seconds <= 0) return;
    var totals = now.getTotals();
    var earlier = before.getTotals();
    put(figures, SeriesName.POLLS, (double) (totals.getPolls() - earlier.getPolls()), seconds);
    put(figures, SeriesName.WAKES, (double) (totals.getWakes() - earlier.getWakes()), seconds);
    put(figures, SeriesName.SELF_WAKES, (double) (totals.getSelfWakes() - earlier.getSelfWakes()), seconds);
    put(figures, SeriesName.SPAWNED, (double) (totals.getSpawned() - earlier.getSpawned()), seconds);
    put(figures, SeriesName.BUSY,
        (Instants.nanos(totals.getBusyTime()) - Instants.nanos(earlier.getBusyTime())) / 1e9, seconds);
  }

  private void workers(Workers now, Map<SeriesName, Double> figures) {
    figures.put(SeriesName.LOCAL_QUEUE, now.all().stream().mapToDouble(WorkerState::localQueueDepth).sum());
    var before = workersBefore;
    workersBefore = now;
    if (before == null || before.all().size() != now.all().size() || now.all().isEmpty()) return;
    double seconds = (now.asOf() - before.asOf()) / 1e9;
    if (seconds <= 0) return;
    double busy = (busyNanos(now) - busyNanos(before)) / 1e9;
    figures.put(SeriesName.WORKERS_BUSY, Math.clamp(busy / seconds / now.all().size(), 0, 1));
  }

  private static double busyNanos(Workers workers) {
    return workers.all().stream().mapToDouble(WorkerState::busyNanos).sum();
  }

  private static void runtimes(Runtimes now, Map<SeriesName, Double> figures) {
    double global = 0;
    double threads = 0;
    double queued = 0;
    for (var runtime : now.all()) {
      global += runtime.globalQueueDepth();
      threads += runtime.blockingPool().threads();
      queued += runtime.blockingPool().queueDepth();
    }
    figures.put(SeriesName.GLOBAL_QUEUE, global);
    figures.put(SeriesName.BLOCKING_THREADS, threads);
    figures.put(SeriesName.BLOCKING_QUEUE, queued);
  }

  private static void put(Map<SeriesName, Double> figures, SeriesName name, double more, double seconds) {
    if (more >= 0) figures.put(name, more / seconds);
  }
}
