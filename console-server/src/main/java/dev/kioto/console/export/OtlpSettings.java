package dev.kioto.console.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/// Where figures are pushed by OpenTelemetry's protocol.
///
/// @param endpoint `http://host:port` or `https:`; the path of metrics is added when it has none
/// @param protocol how
/// @param headers sent with each push, as a token of the receiver. Their values may be secrets
/// @param interval between two pushes
public record OtlpSettings(URI endpoint, Protocol protocol, Map<String, String> headers, Duration interval) {

  private static final String PATH = "/v1/metrics"; // of OTLP over HTTP

  /// How messages are carried.
  public enum Protocol {
    /// As protobuf over HTTP; by custom at port 4318.
    HTTP,
    /// As gRPC; by custom at port 4317.
    GRPC
  }

  public OtlpSettings {
    var scheme = endpoint.getScheme();
    boolean web = "http".equals(scheme) || "https".equals(scheme);
    if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null || endpoint.getQuery() != null) {
      throw notAnAddress(endpoint.toString());
    }
    if (interval.compareTo(Duration.ofMillis(100)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("The interval must be from 100 ms to an hour, got " + interval);
    }
    headers = Map.copyOf(headers);
  }

  /// An endpoint from a text.
  ///
  /// @throws IllegalArgumentException if it is none
  public static URI endpoint(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw notAnAddress(text);
    }
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("'" + text + "' is not the address of a receiver: write http://HOST:PORT, like "
        + "http://127.0.0.1:4318, or https://HOST:PORT");
  }

  /// The address that messages go to.
  String target() {
    var path = endpoint.getPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    return protocol == Protocol.HTTP && bare ? endpoint.resolve(PATH).toString() : endpoint.toString();
  }

  @Override
  public String toString() {
    return "OtlpSettings[" + endpoint + ", " + protocol + "]"; // headers may be secrets
  }
}
