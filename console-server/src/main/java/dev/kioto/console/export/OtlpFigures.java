package dev.kioto.console.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;

/// Figures as OpenTelemetry's SDK carries them: cumulative, since the server started.
final class OtlpFigures {

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.kioto.console");

  private OtlpFigures() {}

  /// A figure with all its readings.
  private record Metric(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName,
      String getDescription, String getUnit, MetricDataType getType, Data<?> getData) implements MetricData {
  }

  /// @param started when the server started, in nanoseconds since 1970
  static List<MetricData> of(Readings readings, Resource resource, long started) {
    long now = System.currentTimeMillis() * 1_000_000;
    var metrics = new ArrayList<MetricData>();
    readings.all().forEach((figure, all) -> metrics.add(new Metric(resource, SCOPE, figure.text(), figure.help(),
        figure.unit(), type(figure), data(figure, all, started, now))));
    return metrics;
  }

  private static MetricDataType type(Figure figure) {
    return switch (figure.kind()) {
      case GAUGE, INFO -> MetricDataType.DOUBLE_GAUGE;
      case COUNTER -> MetricDataType.DOUBLE_SUM;
      case HISTOGRAM -> MetricDataType.HISTOGRAM;
    };
  }

  private static Data<?> data(Figure figure, List<Reading> readings, long started, long now) {
    return switch (figure.kind()) {
      case GAUGE, INFO -> GaugeData.createDoubleGaugeData(points(figure, readings, started, now));
      case COUNTER -> SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE,
          points(figure, readings, started, now));
      case HISTOGRAM -> HistogramData.create(AggregationTemporality.CUMULATIVE,
          readings.stream().map(reading -> histogram(figure, reading, started, now)).toList());
    };
  }

  private static List<DoublePointData> points(Figure figure, List<Reading> readings, long started, long now) {
    return readings.stream()
        .map(reading -> DoublePointData.create(started, now, attributes(figure, reading), reading.value(), List.of()))
        .toList();
  }

  private static HistogramPointData histogram(Figure figure, Reading reading, long started, long now) {
    var bounds = new ArrayList<Double>();
    var counts = new ArrayList<Long>();
    var counted = reading.buckets();
    if (counted != null) {
      for (var bucket : counted.buckets()) {
        if (bucket.upToNanos() != Long.MAX_VALUE) bounds.add(bucket.upToNanos() / 1e9);
        counts.add(bucket.count());
      }
    }
    return HistogramPointData.create(started, now, attributes(figure, reading), reading.value(), false, 0, false, 0,
        bounds, counts);
  }

  private static Attributes attributes(Figure figure, Reading reading) {
    var attributes = Attributes.builder();
    for (int i = 0; i < figure.labels().size(); i++) {
      attributes.put(figure.labels().get(i), reading.labels().get(i));
    }
    return attributes.build();
  }
}
