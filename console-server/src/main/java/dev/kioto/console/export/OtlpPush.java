package dev.kioto.console.export;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Pushes every figure to a receiver of OpenTelemetry's protocol, now and then. A receiver that is not there costs nothing but a
/// line in the log: the next push has the same totals, and more.
public final class OtlpPush implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

  private final SdkMeterProvider provider;

  private OtlpPush(SdkMeterProvider provider) {
    this.provider = provider;
  }

  /// Pushes from now on, on a thread of the SDK's.
  public static OtlpPush start(OtlpSettings settings, FigureReader figures) {
    var resource = Resource.getDefault().merge(Resource.create(Attributes.builder()
        .put("service.name", "kioto-console-server").build()));
    var reader = PeriodicMetricReader.builder(exporter(settings)).setInterval(settings.interval()).build();
    long started = System.currentTimeMillis() * 1_000_000;
    return new OtlpPush(SdkMeterProvider.builder()
        .setResource(resource)
        .registerMetricReader(reader)
        .registerMetricProducer(about -> OtlpFigures.of(figures.read(), about, started))
        .build());
  }

  private static MetricExporter exporter(OtlpSettings settings) {
    return switch (settings.protocol()) {
      case HTTP -> OtlpHttpMetricExporter.builder().setEndpoint(settings.target()).setTimeout(TIMEOUT)
          .setHeaders(settings::headers).setCompression("gzip").build();
      case GRPC -> OtlpGrpcMetricExporter.builder().setEndpoint(settings.target()).setTimeout(TIMEOUT)
          .setHeaders(settings::headers).setCompression("gzip").build();
    };
  }

  /// Pushes once more, waits for it for a while and stops.
  @Override
  public void close() {
    var _ = provider.shutdown().join(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
  }
}
