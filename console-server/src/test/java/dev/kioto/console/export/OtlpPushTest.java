package dev.kioto.console.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.kioto.console.export.OtlpSettings.Protocol;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OtlpPushTest {

  private static final Duration OFTEN = Duration.ofMillis(200);

  private final List<ExportMetricsServiceRequest> pushes = new CopyOnWriteArrayList<>();
  private FakeTarget program;

  @BeforeEach
  void start() throws IOException {
    var stats = Wire.stats(0).setPollStats(Wire.stats(0).getPollStats().toBuilder().setPolls(4)
        .setBusyTime(Wire.millis(8)));
    program = FakeTarget.tokio(Wire.update(10_000).metadata().task(1, "one", stats).build());
  }

  @AfterEach
  void stop() {
    program.close();
  }

  @Test
  void push_overHttp_bringsEveryFigureWithItsKind() throws Exception {
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var tokens = new CopyOnWriteArrayList<String>();
    receiver.createContext("/v1/metrics", exchange -> {
      tokens.add(exchange.getRequestHeaders().getFirst("x-token"));
      try (var body = new GZIPInputStream(exchange.getRequestBody())) {
        pushes.add(ExportMetricsServiceRequest.parseFrom(body));
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    receiver.start();
    try (var server = server("http://127.0.0.1:" + receiver.getAddress().getPort(), Protocol.HTTP)) {
      server.collector().attach(program.address());

      assertPushed();
      assertThat(tokens).isNotEmpty().containsOnly("secret");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void push_overGrpc_bringsTheSame() throws Exception {
    var receiver = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(new MetricsServiceGrpc.MetricsServiceImplBase() {
          @Override
          public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> answer) {
            pushes.add(request);
            answer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
            answer.onCompleted();
          }
        }).build().start();
    try (var server = server("http://127.0.0.1:" + receiver.getPort(), Protocol.GRPC)) {
      server.collector().attach(program.address());

      assertPushed();
    } finally {
      receiver.shutdownNow();
    }
  }

  @Test
  void server_whoseReceiverIsNotThere_servesOnAndStops() throws Exception {
    try (var server = server("http://127.0.0.1:1", Protocol.HTTP)) {
      server.collector().attach(program.address());
      await().during(Duration.ofMillis(500)).until(() -> server.collector().targets().size() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:4318", "ftp://host:1", "http:///x", "http://user@host:1", "http://host:1/?x=y"})
  void endpoint_thatIsNone_isRefused(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OtlpSettings(OtlpSettings.endpoint(endpoint), Protocol.HTTP, Map.of(), OFTEN))
        .withMessageContainingAll(endpoint, "http://HOST:PORT");
  }

  @Test
  void settings_asText_hideTheHeaders() {
    var settings = new OtlpSettings(URI.create("http://h:1"), Protocol.HTTP, Map.of("token", "secret"), OFTEN);

    assertThat(settings.toString()).doesNotContain("secret");
    assertThat(settings.target()).isEqualTo("http://h:1/v1/metrics");
  }

  private static ConsoleServer server(String endpoint, Protocol protocol) throws IOException {
    return ConsoleServer.builder().port(0)
        .otlp(new OtlpSettings(URI.create(endpoint), protocol, Map.of("x-token", "secret"), OFTEN)).start();
  }

  private void assertPushed() {
    await().untilAsserted(() -> {
      var metrics = newest();
      assertThat(metrics).containsKeys("kioto.targets", "kioto.target.info", "kioto.tasks", "kioto.task.polls",
          "kioto.task.poll.time", "kioto.collector.uptime");
      var polls = Objects.requireNonNull(metrics.get("kioto.task.polls"));
      assertThat(polls.getUnit()).isEqualTo("{poll}");
      assertThat(polls.getSum().getIsMonotonic()).isTrue();
      assertThat(polls.getSum().getAggregationTemporalityValue()).isEqualTo(2); // cumulative
      assertThat(polls.getSum().getDataPoints(0).getAsDouble()).isEqualTo(4);
      assertThat(polls.getSum().getDataPoints(0).getAttributesList()).extracting(label -> label.getKey())
          .containsExactlyInAnyOrder("target", "program");
      var times = Objects.requireNonNull(metrics.get("kioto.task.poll.time")).getHistogram().getDataPoints(0);
      assertThat(times.getCount()).isEqualTo(4);
      assertThat(times.getSum()).isEqualTo(0.008);
      assertThat(times.getBucketCountsCount()).isEqualTo(times.getExplicitBoundsCount() + 1);
    });
  }

  private Map<String, Metric> newest() {
    if (pushes.isEmpty()) return Map.of();
    return pushes.getLast().getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .collect(Collectors.toMap(Metric::getName, Function.identity()));
  }
}
