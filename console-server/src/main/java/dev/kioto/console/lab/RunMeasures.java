package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun.Bucket;
import dev.kioto.console.api.lab.LabRun.Distribution;
import dev.kioto.console.api.lab.LabRun.Sample;
import dev.kioto.console.compare.Measures;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskSpreads;
import dev.kioto.console.model.TimeSpread;
import dev.kioto.console.model.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Makes of what was read before and after a stretch of time what is measured of it.
final class RunMeasures {

  private final Map<String, Double> values = new TreeMap<>();
  private final Map<String, Distribution> distributions = new TreeMap<>();

  /// What was measured, by the ids of [Measures]. What could not be is not there.
  Map<String, Double> values() {
    return values;
  }

  /// How times were spread, by the ids of [Measures].
  Map<String, Distribution> distributions() {
    return distributions;
  }

  private void put(String id, double value) {
    if (Double.isFinite(value)) values.put(id, value);
  }

  /// What the scheduler did.
  ///
  /// @return what is to be known of it, a sentence each
  List<String> program(ProgramReading from, ProgramReading to, List<Sample> samples) {
    var notes = new ArrayList<String>();
    var before = from.times();
    var after = to.times();
    if (before != null && after != null) {
      double seconds = (after.atNanos() - before.atNanos()) / 1e9;
      double polls = after.totals().polls() - before.totals().polls();
      put("polls", polls / seconds);
      put("spawns", (after.totals().spawned() - before.totals().spawned()) / seconds);
      var between = after.since(before);
      if (between != null && between.polls().getTotalCount() > 0) {
        distribution(Measures.POLL, between.polls());
        distribution(Measures.DELAY, between.delays());
        double told = between.polls().getTotalCount();
        if (told < polls * 0.99) {
          notes.add("Times are known of " + share(told / polls)
              + " of the polls: the others were lost, or made while less was recorded.");
        }
      }
    }
    if (from.spreads() != null && to.spreads() != null) spreads(from, to, from.spreads(), to.spreads());
    workers(from, to);
    var measured = samples.stream().filter(sample -> sample.seconds() >= 0).toList();
    if (!measured.isEmpty() && !to.workers().all().isEmpty()) {
      put("queue.depth", measured.stream().mapToDouble(Sample::queued).average().orElse(Double.NaN));
    }
    return notes;
  }

  // Roughly, so that runs have their notes in common.
  private static String share(double known) {
    return known >= 0.9 ? "90 to 99 %" : known >= 0.5 ? "50 to 90 %" : "less than half";
  }

  // Of a program that tells of its tasks alone.
  private void spreads(ProgramReading from, ProgramReading to, TaskSpreads before, TaskSpreads after) {
    put("polls", to.pollRate(from));
    spread(Measures.POLL, after.pollTimes().since(before.pollTimes()));
    spread(Measures.DELAY, after.schedulingDelays().since(before.schedulingDelays()));
  }

  private void spread(String id, TimeSpread times) {
    if (times.count() == 0) return;
    var percentiles = new TreeMap<String, Double>();
    for (double percentile : Measures.PERCENTILES) {
      double nanos = times.nanosAt(percentile / 100);
      percentiles.put(Measures.percentile(percentile), nanos);
      put(id + "." + Measures.percentile(percentile), nanos);
    }
    distributions.put(id, new Distribution(percentiles, List.of()));
  }

  private void workers(ProgramReading readingFrom, ProgramReading readingTo) {
    var from = readingFrom.workers();
    var to = readingTo.workers();
    double seconds = (to.asOf() - from.asOf()) / 1e9;
    var shares = readingTo.busyShares(readingFrom);
    if (shares.isEmpty()) return;
    double mean = shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    put("workers.busy", mean);
    if (shares.size() > 1 && mean > 0) {
      put("workers.imbalance", shares.stream().mapToDouble(Double::doubleValue).max().orElse(0) / mean);
    }
    put("steals", rate(from, to, WorkerState::stolenTasks, seconds));
    put("parks", rate(from, to, WorkerState::parks, seconds));
    put("noop-wakeups", rate(from, to, WorkerState::noopWakeups, seconds));
    put("overflows", rate(from, to, WorkerState::overflows, seconds));
  }

  private static double rate(Workers from, Workers to, ToLongFunction<WorkerState> count, double seconds) {
    return (to.all().stream().mapToLong(count).sum() - from.all().stream().mapToLong(count).sum()) / seconds;
  }

  private void distribution(String id, Histogram histogram) {
    var percentiles = new TreeMap<String, Double>();
    for (double percentile : Measures.PERCENTILES) {
      var name = Measures.percentile(percentile);
      double nanos = percentile >= 100 ? histogram.getMaxValue() : histogram.getValueAtPercentile(percentile);
      percentiles.put(name, nanos);
      put(id + "." + name, nanos);
    }
    var buckets = new ArrayList<Bucket>();
    for (var value : histogram.logarithmicBucketValues(16, Math.pow(2, 0.25))) {
      long count = value.getCountAddedInThisIterationStep();
      if (count > 0) {
        buckets.add(new Bucket(value.getValueIteratedFrom(),
            Math.max(value.getValueIteratedTo(), value.getValueIteratedFrom() + 1), count));
      }
    }
    distributions.put(id, new Distribution(percentiles, buckets));
  }

  /// What the process took, and what its own counters say.
  void process(ProcessReading from, ProcessReading to) {
    double seconds = (to.atNanos() - from.atNanos()) / 1e9;
    put("cpu", (to.cpuNanos() - from.cpuNanos()) / 1e9 / seconds);
    put("allocation", (to.allocated() - from.allocated()) / seconds);
    put("gc.count", (to.collections() - from.collections()) / seconds);
    put("gc.time", (to.collectionMillis() - from.collectionMillis()) / 1e3 / seconds);
    put("memory", to.resident());
    put("switches", Math.max(0, to.switches() - from.switches()) / seconds);
    to.counts().forEach((name, count) -> put(Measures.COUNT + name,
        (count - from.counts().getOrDefault(name, 0L)) / seconds));
  }

  /// What the load generator said.
  void load(Map<String, Double> said) {
    said.forEach(this::put);
    var percentiles = new TreeMap<String, Double>();
    said.forEach((id, value) -> {
      if (id.startsWith(Measures.LATENCY + ".")) percentiles.put(id.substring(Measures.LATENCY.length() + 1), value);
    });
    if (!percentiles.isEmpty()) distributions.put(Measures.LATENCY, new Distribution(percentiles, List.of()));
  }

  /// What a request costs, where it is known how many there were: by the load generator, or by the program's first counter.
  void perRequest() {
    var rate = requestRate();
    if (rate == null || rate <= 0) return;
    put("cpu.per-request", values.getOrDefault("cpu", Double.NaN) * 1e9 / rate);
    put("allocation.per-request", values.getOrDefault("allocation", Double.NaN) / rate);
  }

  private @Nullable Double requestRate() {
    var load = values.get("load.throughput");
    if (load != null) return load;
    return values.entrySet().stream().filter(value -> value.getKey().startsWith(Measures.COUNT))
        .map(Map.Entry::getValue)
        .findFirst().orElse(null);
  }
}
