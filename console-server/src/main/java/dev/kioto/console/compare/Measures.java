package dev.kioto.console.compare;

import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.api.lab.Measure.Better;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is known of each measure: its name for people, its unit, and which way is good.
public final class Measures {

  /// The percentiles that distributions are told by.
  public static final List<Double> PERCENTILES = List.of(50.0, 75.0, 90.0, 99.0, 99.9, 100.0);

  /// What the percentiles of scheduling delays begin with: `delay.p99`.
  public static final String DELAY = "delay";
  /// Of poll times.
  public static final String POLL = "poll";
  /// Of the latency that a load generator saw.
  public static final String LATENCY = "latency";
  /// What the program's own counters begin with: `count.requests`.
  public static final String COUNT = "count.";

  private static final Map<String, String> DISTRIBUTIONS = Map.of(DELAY, "scheduling delay", POLL, "poll time", LATENCY,
      "latency");

  private static final Map<String, Measure> FIXED = fixed();

  private Measures() {}

  private static Map<String, Measure> fixed() {
    var all = new LinkedHashMap<String, Measure>();
    add(all, "load.throughput", "requests a second, as the load generator saw them", "1/s", "throughput",
        Better.HIGHER);
    add(all, "load.errors", "failed requests, as the load generator saw them", "", "throughput", Better.LOWER);
    add(all, "polls", "polls a second", "1/s", "throughput", Better.NEITHER);
    add(all, "spawns", "tasks spawned a second", "1/s", "throughput", Better.NEITHER);
    add(all, "workers.busy", "share of time that workers were busy", "share", "workers", Better.NEITHER);
    add(all, "workers.imbalance", "busiest worker, of the mean of all", "", "workers", Better.LOWER);
    add(all, "steals", "tasks stolen a second", "1/s", "workers", Better.NEITHER);
    add(all, "parks", "parks of workers a second", "1/s", "workers", Better.NEITHER);
    add(all, "noop-wakeups", "wakeups of workers a second that found nothing", "1/s", "workers", Better.LOWER);
    add(all, "overflows", "overflows of run queues a second", "1/s", "workers", Better.NEITHER);
    add(all, "queue.depth", "tasks in run queues", "tasks", "queues", Better.LOWER);
    add(all, "cpu", "processors used", "processors", "costs", Better.NEITHER);
    add(all, "cpu.per-request", "processor time a request", "ns", "costs", Better.LOWER);
    add(all, "allocation", "bytes allocated a second", "bytes/s", "costs", Better.NEITHER);
    add(all, "allocation.per-request", "bytes allocated a request", "bytes", "costs", Better.LOWER);
    add(all, "gc.time", "time in garbage collections, of the time", "share", "costs", Better.LOWER);
    add(all, "gc.count", "garbage collections a second", "1/s", "costs", Better.NEITHER);
    add(all, "memory", "resident memory at the end", "bytes", "costs", Better.LOWER);
    add(all, "switches", "context switches a second", "1/s", "costs", Better.NEITHER);
    return all;
  }

  private static void add(Map<String, Measure> all, String id, String label, String unit, String group, Better better) {
    all.put(id, new Measure(id, label, unit, group, better));
  }

  /// What is known of a measure. One that nobody has heard of is what it says itself, and neither way is good.
  public static Measure of(String id) {
    var fixed = FIXED.get(id);
    if (fixed != null) return fixed;
    if (id.startsWith(COUNT)) {
      return new Measure(id, id.substring(COUNT.length()) + " a second", "1/s", "throughput", Better.HIGHER);
    }
    int point = id.indexOf('.');
    var distribution = point < 0 ? null : DISTRIBUTIONS.get(id.substring(0, point));
    if (distribution == null) return new Measure(id, id, "", "other", Better.NEITHER);
    return new Measure(id, distribution + ", " + id.substring(point + 1), "ns", distribution, Better.LOWER);
  }

  /// The name of a distribution for people: `scheduling delay`.
  public static String distribution(String id) {
    return Objects.requireNonNullElse(DISTRIBUTIONS.get(id), id);
  }

  /// The name of a percentile: `p99.9`, `max`.
  public static String percentile(double percentile) {
    if (percentile >= 100) return "max";
    return "p" + (percentile == Math.rint(percentile) ? String.valueOf((long) percentile) : String.valueOf(percentile));
  }

  /// The order in which measures are listed: what people ask for first.
  static Comparator<String> order() {
    var groups = List.of("throughput", "latency", "scheduling delay", "poll time", "workers", "queues", "costs",
        "other");
    var fixed = List.copyOf(FIXED.keySet());
    return Comparator.comparingInt((String id) -> groups.indexOf(of(id).group()))
        .thenComparingInt(fixed::indexOf)
        .thenComparingDouble(Measures::percentileOf)
        .thenComparing(Comparator.naturalOrder());
  }

  private static double percentileOf(String id) {
    if (id.endsWith(".max")) return 100;
    int at = id.indexOf(".p");
    try {
      return at < 0 ? 0 : Double.parseDouble(id.substring(at + 2));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
