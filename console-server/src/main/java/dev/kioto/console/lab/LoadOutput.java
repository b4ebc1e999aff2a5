package dev.kioto.console.lab;

import dev.kioto.console.compare.Measures;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a load generator prints at its end.
enum LoadOutput {
  /// Nothing is read.
  NONE {
    @Override
    Map<String, Double> read(List<String> lines) {
      return Map.of();
    }
  },
  /// `wrk`, with `--latency` for percentiles.
  WRK {
    @Override
    Map<String, Double> read(List<String> lines) {
      var read = new TreeMap<String, Double>();
      double errors = 0;
      for (var line : lines) {
        var rate = RATE.matcher(line);
        if (rate.find()) read.put("load.throughput", Double.parseDouble(rate.group(1)));
        var percentile = PERCENTILE.matcher(line);
        if (percentile.matches())
          put(read, Double.parseDouble(percentile.group(1)), nanos(percentile.group(2), percentile.group(3)));
        var spread = LATENCY.matcher(line);
        if (spread.find()) put(read, 100, nanos(spread.group(1), spread.group(2)));
        var failed = ERRORS.matcher(line);
        while (failed.find()) errors += Double.parseDouble(failed.group(1));
      }
      if (read.containsKey("load.throughput")) read.put("load.errors", errors);
      return read;
    }
  },
  /// `redis-benchmark` with `--csv`: of several commands the sum of the rates, and of percentiles the worst.
  REDIS_BENCHMARK {
    @Override
    Map<String, Double> read(List<String> lines) {
      var read = new TreeMap<String, Double>();
      List<String> head = List.of();
      for (var line : lines) {
        var cells = Arrays.stream(line.split(",")).map(cell -> cell.strip().replaceAll("^\"|\"$", "")).toList();
        if (cells.contains("rps")) head = cells;
        else if (!head.isEmpty() && cells.size() == head.size()) row(read, head, cells);
      }
      return read;
    }

    private void row(Map<String, Double> read, List<String> head, List<String> cells) {
      for (int i = 1; i < head.size(); i++) {
        var value = number(cells.get(i));
        if (value == null) continue;
        if (head.get(i).equals("rps")) read.merge("load.throughput", value, Double::sum);
        var column = MILLIS.matcher(head.get(i));
        if (column.matches()) {
          var name = column.group(1).equals("max") ? "max" : "p" + column.group(1).substring(1);
          read.merge(Measures.LATENCY + "." + name, value * 1e6, Math::max);
        }
      }
    }
  };

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
  private static final Pattern PERCENTILE = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)%\\s+([\\d.]+)(us|ms|s|m|h)\\s*");
  private static final Pattern LATENCY = Pattern
      .compile("^\\s*Latency\\s+[\\d.]+\\w+\\s+[\\d.]+\\w+\\s+([\\d.]+)(us|ms|s|m|h)\\b");
  private static final Pattern ERRORS = Pattern.compile(
      "(?:connect|read|write|timeout|Non-2xx or 3xx responses:?)\\s+(\\d+)");
  private static final Pattern MILLIS = Pattern.compile("(p\\d+|max)_latency_ms");

  /// What it says, by the ids of measures. Percentiles are nanoseconds.
  abstract Map<String, Double> read(List<String> lines);

  /// The one that is called so; null when there is none. Nothing is `none`.
  static @Nullable LoadOutput named(@Nullable String name) {
    if (name == null) return NONE;
    return Arrays.stream(values()).filter(output -> output.text().equals(name)).findFirst().orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(LoadOutput::text).toList();
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void put(Map<String, Double> read, double percentile, double nanos) {
    read.put(Measures.LATENCY + "." + Measures.percentile(percentile), nanos);
  }

  private static double nanos(String number, String unit) {
    return Double.parseDouble(number) * switch (unit) {
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }

  private static @Nullable Double number(String cell) {
    try {
      return Double.valueOf(cell);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
