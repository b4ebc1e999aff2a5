package dev.kioto.console.export;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Figures as Prometheus reads them: in its own text format, or in OpenMetrics.
public final class Exposition {

  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();
  private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();

  private final ExpositionFormatWriter writer;

  private Exposition(ExpositionFormatWriter writer) {
    this.writer = writer;
  }

  /// The format that a reader asks for: OpenMetrics when it names that, else Prometheus's own.
  ///
  /// @param accept the reader's `Accept`; null when it has none
  public static Exposition of(@Nullable String accept) {
    return new Exposition(OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS);
  }

  /// The format's media type, with its version.
  public String contentType() {
    return writer.getContentType();
  }

  /// Writes the figures.
  ///
  /// @throws IOException if they cannot be written
  public void write(OutputStream out, Readings readings) throws IOException {
    var snapshots = MetricSnapshots.builder();
    readings.all().forEach((figure, all) -> snapshots.metricSnapshot(snapshot(figure, all)));
    writer.write(out, snapshots.build(), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static MetricSnapshot snapshot(Figure figure, List<Reading> readings) {
    return switch (figure.kind()) {
      case GAUGE -> {
        var gauge = GaugeSnapshot.builder().name(figure.baseName()).help(figure.help()).unit(unit(figure));
        readings.forEach(reading -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
            .labels(labels(figure, reading)).value(reading.value()).build()));
        yield gauge.build();
      }
      case COUNTER -> {
        var counter = CounterSnapshot.builder().name(figure.baseName()).help(figure.help()).unit(unit(figure));
        readings.forEach(reading -> counter.dataPoint(CounterDataPointSnapshot.builder()
            .labels(labels(figure, reading)).value(reading.value()).build()));
        yield counter.build();
      }
      case INFO -> {
        var info = InfoSnapshot.builder().name(figure.baseName()).help(figure.help());
        readings.forEach(reading -> info.dataPoint(InfoDataPointSnapshot.builder().labels(labels(figure, reading))
            .build()));
        yield info.build();
      }
      case HISTOGRAM -> {
        var histogram = HistogramSnapshot.builder().name(figure.baseName()).help(figure.help()).unit(unit(figure));
        readings.forEach(reading -> histogram.dataPoint(histogram(figure, reading)));
        yield histogram.build();
      }
    };
  }

  private static HistogramDataPointSnapshot histogram(Figure figure, Reading reading) {
    var buckets = ClassicHistogramBuckets.builder();
    var counted = reading.buckets();
    if (counted != null) {
      for (var bucket : counted.buckets()) {
        double upTo = bucket.upToNanos() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : bucket.upToNanos() / 1e9;
        buckets.bucket(upTo, bucket.count());
      }
    }
    return HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build()).sum(reading.value())
        .labels(labels(figure, reading)).build();
  }

  private static @Nullable Unit unit(Figure figure) {
    return switch (figure.unit()) {
      case "s" -> Unit.SECONDS;
      case "By" -> Unit.BYTES;
      case "1" -> Unit.RATIO;
      default -> null;
    };
  }

  private static Labels labels(Figure figure, Reading reading) {
    return Labels.of(figure.labels().toArray(String[]::new), reading.labels().toArray(String[]::new));
  }
}
