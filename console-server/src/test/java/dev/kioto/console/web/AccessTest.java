package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.json.ApiJson;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AccessTest {

  private static final String READ = "read-token-0123456789";
  private static final String ACT = "act+token/0123456789==";
  // Of these alone a stranger learns something, and nothing of a program. A new route is not among them by itself.
  private static final Set<String> OPEN = Set.of("GET /", "GET /favicon.ico", "GET /favicon.svg", "GET /api/v1/health",
      "GET /api/v1/openapi.json");
  // No GET, and yet it changes nothing.
  private static final Set<String> READING = Set.of("POST /api/v1/targets/{id}/commands/dump");

  private static ConsoleServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    server = ConsoleServer.builder().port(0).readToken(READ).actToken(ACT).start();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  static Stream<String> routes() {
    return server.routes().stream()
        .filter(route -> route.method.isHttpMethod() && !route.method.equals(HandlerType.HEAD))
        .map(route -> route.method + " " + route.path);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void route_withoutAToken_isForThoseAloneThatAreOpen(String route) throws Exception {
    var answer = send(route, null);

    if (OPEN.contains(route)) {
      assertThat(answer.statusCode()).isEqualTo(200);
    } else {
      assertProblem(answer, 401, "no-token");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"kioto\"");
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void route_withAWrongToken_isRefusedUnlessOpen(String route) throws Exception {
    var answer = send(route, "Bearer " + READ + "x");

    if (OPEN.contains(route)) assertThat(answer.statusCode()).isEqualTo(200);
    else assertProblem(answer, 401, "wrong-token");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void route_withTheReadToken_isRefusedWhenItActs(String route) throws Exception {
    var answer = send(route, "Bearer " + READ);

    if (route.startsWith("GET ") || READING.contains(route)) {
      assertThat(answer.statusCode()).isNotIn(401, 403);
    } else {
      assertProblem(answer, 403, "read-only-token");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("insufficient_scope");
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void route_withTheActToken_isFollowed(String route) throws Exception {
    assertThat(send(route, "bearer " + ACT).statusCode()).isNotIn(401, 403);
  }

  static Stream<String> sockets() {
    return server.sockets().stream().map(entry -> entry.getPath()).distinct();
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void socket_withoutOrWithAWrongToken_isNotOpened(String path) {
    assertThat(refusal(path, null)).isEqualTo(401);
    assertThat(refusal(path, "Bearer nonsense-nonsense")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {READ, ACT})
  void socket_withATokenInAHeader_isOpened(String token) throws Exception {
    var socket = http.newWebSocketBuilder().header("Authorization", "Bearer " + token).buildAsync(stream(server),
        new WebSocket.Listener() {}).get(10, TimeUnit.SECONDS);

    assertThat(socket.isOutputClosed()).isFalse();
    socket.abort();
  }

  @Test
  void socket_withATokenAsASubprotocol_isOpenedWithoutRepeatingIt() throws Exception {
    var hidden = "kioto.bearer." + Base64.getUrlEncoder().withoutPadding()
        .encodeToString(ACT.getBytes(StandardCharsets.UTF_8));
    var socket = http.newWebSocketBuilder().subprotocols("kioto", hidden).buildAsync(stream(server),
        new WebSocket.Listener() {}).get(10, TimeUnit.SECONDS);

    assertThat(socket.getSubprotocol()).isEqualTo("kioto");
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kioto.bearer.", "kioto.bearer.AAAA", "kioto.bearer.!!!!"})
  void socket_withAWrongSubprotocol_isNotOpened(String protocol) {
    var opening = http.newWebSocketBuilder().subprotocols("kioto", protocol).buildAsync(stream(server),
        new WebSocket.Listener() {});

    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> opening.get(10, TimeUnit.SECONDS))
        .withCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic cmVhZDpyZWFk", "Bearer", "Bearer ", READ, "Bearer \u00e9\u00e9\u00e9"})
  void authorization_thatIsNone_isRefused(String header) throws Exception {
    assertProblem(send("GET /api/v1/targets", header), 401, "wrong-token");
  }

  @Test
  void token_ofWhoeverComesFromElsewhere_doesNotHelp() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.uri() + "api/v1/targets"))
        .header("Authorization", "Bearer " + ACT).header("Origin", "https://elsewhere.example").build();

    assertProblem(http.send(request, BodyHandlers.ofString()), 403, "foreign-host");
  }

  @Test
  void server_withAnActTokenAloneOnLoopback_letsRead() throws Exception {
    try (var acting = ConsoleServer.builder().port(0).actToken(ACT).start()) {
      assertThat(send(acting, "GET /api/v1/targets", null).statusCode()).isEqualTo(200);
      assertProblem(send(acting, "POST /api/v1/targets", null), 401, "no-token");
      assertThat(send(acting, "POST /api/v1/targets", "Bearer " + ACT).statusCode()).isEqualTo(415);
    }
  }

  @Test
  void server_withAReadTokenAlone_letsNobodyAct() throws Exception {
    try (var reading = ConsoleServer.builder().port(0).readToken(READ).start()) {
      assertThat(send(reading, "GET /api/v1/targets", "Bearer " + READ).statusCode()).isEqualTo(200);
      assertProblem(send(reading, "POST /api/v1/targets", "Bearer " + READ), 403, "read-only-token");
    }
  }

  @Test
  void server_withoutTokens_ignoresThem() throws Exception {
    try (var open = ConsoleServer.builder().port(0).start()) {
      assertThat(send(open, "GET /api/v1/targets", "Bearer whatever").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void server_beyondLoopback_wantsATokenAndTls() {
    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().host("0.0.0.0").port(0).start())
        .withMessageContainingAll("0.0.0.0", "--read-token-file", "--act-token-file");
    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().host("0.0.0.0").port(0).readToken(READ).start())
        .withMessageContainingAll("--certificate", "--key", "--insecure");
  }

  @Test
  void server_beyondLoopback_isAskedByAnyNameButByItsOwnPagesAlone() throws Exception {
    try (var wide = ConsoleServer.builder().host("0.0.0.0").port(0).actToken(ACT).insecure(true).start()) {
      var own = "127.0.0.1:" + wide.port();
      assertProblem(send(wide, "GET /api/v1/targets", null), 401, "no-token");
      for (var origin : List.of("http://" + own, "https://" + own)) {
        assertThat(fromPage(wide, origin).statusCode()).isEqualTo(200);
      }
      for (var origin : List.of("http://localhost:1", "https://elsewhere.example", "null")) {
        assertProblem(fromPage(wide, origin), 403, "foreign-host");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with a blank in it", "umlaut-\u00e4-umlaut-umlaut"})
  void token_thatIsWeak_isRefusedWithoutRepeatingIt(String token) {
    assertThatIllegalArgumentException().isThrownBy(() -> ConsoleServer.builder().port(0).readToken(token).start())
        .withMessageContainingAll("read token", "16 to 1024").withMessageNotContaining(token);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsoleServer.builder().port(0).readToken(READ).actToken(READ).start())
        .withMessageContaining("same");
  }

  private static HttpResponse<String> fromPage(ConsoleServer of, String origin) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + of.port() + "/api/v1/targets");
    return http.send(HttpRequest.newBuilder(uri).header("Origin", origin).header("Authorization", "Bearer " + ACT)
        .build(), BodyHandlers.ofString());
  }

  private static int refusal(String path, @Nullable String authorization) {
    var builder = http.newWebSocketBuilder();
    if (authorization != null) builder.header("Authorization", authorization);
    var uri = URI.create("ws" + server.uri().toString().substring(4) + path.substring(1).replace("{id}", "1"));
    var opening = builder.buildAsync(uri, new WebSocket.Listener() {});
    try {
      opening.get(10, TimeUnit.SECONDS).abort();
      return 101;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) return refused.getResponse().statusCode();
      throw new AssertionError(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static URI stream(ConsoleServer of) {
    return URI.create("ws" + of.uri().toString().substring(4) + "api/v1/stream");
  }

  private static HttpResponse<String> send(String route, @Nullable String authorization) throws Exception {
    return send(server, route, authorization);
  }

  private static HttpResponse<String> send(ConsoleServer to, String route, @Nullable String authorization)
      throws Exception {
    var words = route.split(" ", 2);
    var path = words[1].substring(1).replaceAll("\\{[^}]*}", "1");
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + "/" + path))
        .method(words[0], BodyPublishers.noBody());
    if (authorization != null) request.header("Authorization", authorization);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = ApiJson.mapper().readTree(answer.body());
    assertThat(problem.get("type").textValue()).isEqualTo("urn:kioto:problem:" + type);
    assertThat(problem.get("detail").textValue()).doesNotContain(READ, ACT);
  }
}
