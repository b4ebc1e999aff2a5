package dev.kioto.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.bench.net.Subject.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// That the servers do what they are measured for, all the same.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ServersTest {
  private static final int WORKERS = 2;
  private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
  private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: here\r\nConnection: Close\r\n\r\n";
  private static final String HELLO = "Hello, World!";

  private static Socket connect(Server server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  @ParameterizedTest
  @EnumSource
  void echo_megabyteAtOnce_comesBackWhole(Subject subject) throws Exception {
    var sent = new byte[1_000_000];
    new Random(1).nextBytes(sent);
    try (var server = subject.start(Protocol.ECHO, WORKERS); var socket = connect(server)) {
      var out = socket.getOutputStream();
      var writer = Thread.ofVirtual().start(() -> write(out, sent));

      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.join();
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException _) {
      // The reader finds that bytes are missing.
    }
  }

  @ParameterizedTest
  @EnumSource
  void echo_underLoad_answersEveryConnection(Subject subject) throws Exception {
    try (var server = subject.start(Protocol.ECHO, WORKERS)) {
      var line = EchoLoad
          .run(new EchoLoad.Plan(server.port(), ProcessHandle.current().pid(), 10, 16 * 1024, 3, 0, 100));

      var figures = Figures.parse(line);
      assertThat(figures.requestsPerSecond()).isPositive();
      assertThat(figures.p50Micros()).isPositive().isLessThanOrEqualTo(figures.p99Micros());
    }
  }

  @ParameterizedTest
  @EnumSource
  void http_clientOfTheJdk_getsTheTextTwiceOnOneConnection(Subject subject) throws Exception {
    try (var server = subject.start(Protocol.HTTP, WORKERS);
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/a?b=c")).build();
      for (int i = 0; i < 2; i++) {
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(HELLO);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void http_requestsThatCameTogether_areEachAnsweredUntilTheLast(Subject subject) throws Exception {
    try (var server = subject.start(Protocol.HTTP, WORKERS); var socket = connect(server)) {
      socket.getOutputStream().write((GET.repeat(99) + LAST_GET).getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer.split(HELLO, -1)).hasSize(101);
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith(HELLO);
    }
  }

  @ParameterizedTest
  @EnumSource
  void http_requestCutIntoBytes_isAnsweredOnce(Subject subject) throws Exception {
    try (var server = subject.start(Protocol.HTTP, WORKERS); var socket = connect(server)) {
      socket.setTcpNoDelay(true);
      for (byte next : LAST_GET.getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(next);
      }

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer.split(HELLO, -1)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void http_requestWithoutEnd_endsTheConnection(Subject subject) throws Exception {
    try (var server = subject.start(Protocol.HTTP, WORKERS); var socket = connect(server)) {
      var out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(() -> {
        for (int i = 0; i < 1_000_000; i++) { // until the other side is found to be closed
          out.write(new byte[1_000]);
        }
      }).isInstanceOf(IOException.class);
    }
  }
}
