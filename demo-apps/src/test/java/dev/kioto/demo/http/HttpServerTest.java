package dev.kioto.demo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.net.TcpListener;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.TaskTracker;
import dev.kioto.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The server as its clients see it, over sockets, byte by byte.
@Timeout(60)
final class HttpServerTest {

  private static final HttpLimits LIMITS = new HttpLimits(4, 200, 1_000, 10, 2_000, Duration.ofSeconds(20),
      Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final String HOST = "Host: x\r\n";

  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();
  private final CancellationToken stop = new CancellationToken();
  private final TaskTracker tasks = new TaskTracker();
  private final List<Socket> sockets = new ArrayList<>();
  private final TcpListener listener = listener();

  @TempDir
  private Path files = Path.of("");

  private TcpListener listener() {
    return runtime.blockOn(() -> TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(files.resolve("page.html"), "<p>hello</p>");
    Files.createDirectory(files.resolve("inner"));
    start(LIMITS);
  }

  private HttpServer start(HttpLimits limits) {
    return runtime.blockOn(() -> HttpServer.start(listener, files, limits, stop, tasks));
  }

  @AfterEach
  void end() throws IOException {
    for (var socket : sockets) socket.close();
    runtime.close();
  }

  private Socket connect() throws IOException {
    return connect(listener);
  }

  private Socket connect(TcpListener to) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), to.localAddress().getPort());
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// All that comes until the server ends the connection, without dates.
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
        .replaceAll("(Date|Last-Modified): [^\r]*\r\n", "");
  }

  /// What is answered to one request, after which the connection is closed.
  private String ask(String line, String... headers) throws IOException {
    var socket = connect();
    send(socket, line + " HTTP/1.1\r\n" + HOST + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n")
        + "Connection: close\r\n\r\n");
    return rest(socket);
  }

  @Test
  void file_isServed_withItsTypeAndTag() throws IOException {
    assertThat(ask("GET /page.html"))
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"c-")
        .contains("Content-Length: 12\r\nConnection: close\r\n").endsWith("\r\n\r\n<p>hello</p>");
    assertThat(ask("HEAD /page.html")).contains("Content-Length: 12\r\n").endsWith("\r\n\r\n");
    assertThat(ask("GET /p%61ge.html?x=y")).endsWith("<p>hello</p>");
  }

  @Test
  void file_isKnownToTheClient_isNotSentAgain() throws IOException {
    var head = ask("HEAD /page.html");
    var tag = head.substring(head.indexOf("ETag: ") + 6, head.indexOf('\r', head.indexOf("ETag: ")));
    assertThat(ask("GET /page.html", "If-None-Match: " + tag)).startsWith("HTTP/1.1 304 Not Modified\r\n")
        .doesNotContain("hello", "Content-Length");
    assertThat(ask("GET /page.html", "If-None-Match: \"other\"")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /page.html", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT")).startsWith("HTTP/1.1 304");
    assertThat(ask("GET /page.html", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /page.html", "If-Modified-Since: tomorrow")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({"GET /nothing, 404", "GET /inner, 404", "GET /../secret, 403", "GET /%2e%2e/secret, 403",
      "GET /inner/../../secret, 403", "GET /out, 403", "GET /%00, 400", "GET /%zz, 400", "GET /%ff, 400",
      "GET page.html, 400",
      "DELETE /page.html, 405", "POST /api/hello, 405", "GET /api/echo, 405", "BREW /page.html, 501",
      "B(W /page.html, 400",
      "GET /api/ticks?count=99999, 400"})
  void request_cannotBeAnswered_hasItsStatus(String line, int status) throws IOException {
    var outside = Files.writeString(files.resolveSibling("secret"), "secret");
    Files.createSymbolicLink(files.resolve("out"), outside);
    assertThat(ask(line)).startsWith("HTTP/1.1 " + status + " ").doesNotContain("\r\n\r\nsecret");
    assertThat(ask("GET /api/hello")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"hello | 400", "GET / HTTP/1.1 | 400", "GET / HTTP/2.0~Host: x | 505", "GET / HTP~Host: x | 400",
          "GET / HTTP/1.1~Host: x~Host: y | 400",
          "GET / HTTP/1.1~Host: x~Content-Length: 5~Transfer-Encoding: chunked | 400",
          "GET / HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 2 | 400",
          "GET / HTTP/1.1~Host: x~Content-Length: -1 | 400",
          "GET / HTTP/1.1~Host: x~Transfer-Encoding: gzip | 501", "GET / HTTP/1.1~Host: x~no colon | 400",
          "GET / HTTP/1.1~Host: x~ folded: 1 | 400", "POST /api/echo HTTP/1.1~Host: x~Content-Length: 2001 | 413",
          "GET / HTTP/1.1~Host: x~a: 1~b: 2~c: 3~d: 4~e: 5~f: 6~g: 7~h: 8~i: 9~j: 10 | 431"})
  void head_isWrongOrTooLarge_hasItsStatusAndTheConnectionEnds(String head, int status) throws IOException {
    var socket = connect();
    send(socket, head.replace("~", "\r\n") + "\r\n\r\n" + "more".repeat(1_000));
    assertThat(rest(socket)).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close\r\n");
    assertThat(ask("GET /api/hello")).startsWith("HTTP/1.1 200");
  }

  @Test
  void lines_areTooLong_sayWhich() throws IOException {
    var line = connect();
    send(line, "GET /" + "x".repeat(300));
    assertThat(rest(line)).startsWith("HTTP/1.1 414 ");
    var header = connect();
    send(header, "GET / HTTP/1.1\r\nx: " + "x".repeat(1_000));
    assertThat(rest(header)).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void requests_pipelined_areAnsweredInOrder() throws IOException {
    var socket = connect();
    int count = 500;
    for (int i = 0; i < count; i++) {
      send(socket, "POST /api/echo HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\n" + (1_000 + i));
    }
    socket.shutdownOutput(); // and what was asked is answered
    var answers = rest(socket).split("\r\n\r\n");
    assertThat(answers).hasSize(count + 1);
    for (int i = 0; i < count; i++) assertThat(answers[i + 1]).startsWith(String.valueOf(1_000 + i));
  }

  @Test
  void body_inChunks_isRead_andAnotherRequestComesAfterIt() throws IOException {
    var socket = connect();
    var request = "POST /api/echo HTTP/1.1\r\n" + HOST
        + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n"
        + "Trailer: 1\r\n\r\nGET /api/hello HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
    for (var one : request.split("")) send(socket, one);
    assertThat(rest(socket)).contains("\r\n\r\nhello worldHTTP/1.1 200 OK\r\n").endsWith("{\"hello\":\"world\"}\n");
  }

  @ParameterizedTest
  @CsvSource({"x~, 400", "5~hello5, 400", "7d1~, 413", "ffffffffffffffff~, 400", "5~hel, 400"})
  void body_inChunks_isWrong_hasItsStatus(String chunks, int status) throws IOException {
    var socket = connect();
    send(socket,
        "POST /api/echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks.replace("~", "\r\n"));
    socket.shutdownOutput();
    assertThat(rest(socket)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void body_isExpected_isAskedFor() throws IOException {
    var socket = connect();
    send(socket,
        "PUT /api/echo HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    var first = new String(socket.getInputStream().readNBytes(25), StandardCharsets.ISO_8859_1);
    assertThat(first).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    send(socket, "ok");
    assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("ok");
  }

  @Test
  void answer_inChunks_comesAsItIsMade() throws IOException {
    assertThat(ask("GET /api/ticks?count=2")).contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\n7\r\ntick 0\n\r\n7\r\ntick 1\n\r\n0\r\n\r\n");
    var old = connect();
    send(old, "GET /api/ticks?count=2 HTTP/1.0\r\n\r\n");
    assertThat(rest(old)).doesNotContain("chunked").endsWith("\r\n\r\ntick 0\ntick 1\n");
  }

  @Test
  void client_isSlow_isToldSo_andASilentOneIsClosed() throws IOException {
    var quick = listener();
    runtime.blockOn(() -> HttpServer.start(quick, null,
        LIMITS.withTimes(Duration.ofMillis(300), Duration.ofMillis(300)), stop, tasks));
    var silent = connect(quick);
    var inHead = connect(quick);
    send(inHead, "GET / HTTP/1.1\r\nHo");
    var inBody = connect(quick);
    send(inBody, "POST /api/echo HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf");
    assertThat(rest(silent)).isEmpty();
    assertThat(rest(inHead)).startsWith("HTTP/1.1 408 ").contains("the head did not come within 0.3 s");
    assertThat(rest(inBody)).startsWith("HTTP/1.1 408 ").contains("the body did not come within 0.3 s");
  }

  @Test
  void connections_tooMany_areRefusedUntilOneLeaves() throws IOException {
    for (int i = 0; i < LIMITS.connections(); i++) {
      var one = connect();
      send(one, "GET /api/hello HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(one.getInputStream().read()).isEqualTo('H');
    }
    assertThat(rest(connect())).startsWith("HTTP/1.1 503 ");
    sockets.getFirst().close();
    await().until(() -> ask("GET /api/hello"), answer -> answer.startsWith("HTTP/1.1 200"));
  }

  @Test
  void server_isToldToStop_endsItsConnections() throws IOException {
    var idle = connect();
    send(idle, "GET /api/hello HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(idle.getInputStream().read()).isEqualTo('H');
    stop.cancel();
    tasks.close();
    runtime.blockOn(() -> {
      Time.timeout(Duration.ofSeconds(30), tasks.waitAll()).await();
    });
    assertThat(rest(idle)).endsWith("{\"hello\":\"world\"}\n");
  }
}
