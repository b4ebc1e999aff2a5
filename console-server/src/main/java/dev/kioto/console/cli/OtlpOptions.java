package dev.kioto.console.cli;

import dev.kioto.console.export.OtlpSettings;
import dev.kioto.console.export.OtlpSettings.Protocol;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where figures are pushed by OpenTelemetry's protocol.
final class OtlpOptions {

  @Option(names = "--otlp-endpoint",
      paramLabel = "URL",
      defaultValue = "${env:KIOTO_OTLP_ENDPOINT}",
      description = "Push metrics to this receiver of OpenTelemetry's protocol, such as http://127.0.0.1:4318.")
  private @Nullable String endpoint;

  @Option(names = "--otlp-protocol",
      paramLabel = "NAME",
      defaultValue = "http",
      description = "http or grpc (default: ${DEFAULT-VALUE}).")
  private Protocol protocol = Protocol.HTTP;

  @Option(names = "--otlp-header",
      paramLabel = "NAME=VALUE",
      description = "Send this with each push, such as the receiver's token. Can be repeated.")
  private Map<String, String> headers = Map.of();

  @Option(names = "--otlp-interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = ServerOptions.Time.class,
      description = "Between two pushes (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(10);

  /// Where to push, or null when nothing was said.
  ///
  /// @throws CommandFailure if an option cannot be meant
  @Nullable OtlpSettings settings() {
    if (endpoint == null || endpoint.isEmpty()) return null;
    try {
      return new OtlpSettings(OtlpSettings.endpoint(endpoint), protocol, headers, interval);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.USAGE, "--otlp-endpoint: " + e.getMessage());
    }
  }
}
