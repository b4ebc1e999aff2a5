package dev.kioto.demo.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.demo.RespClient;
import dev.kioto.net.TcpListener;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.TaskTracker;
import dev.kioto.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The server as its clients see it, over sockets.
@Timeout(60)
final class RedisServerTest {

  private static final Limits LIMITS = new Limits(8, 16, 1_000, 4_000, 200, 4);

  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();
  private final CancellationToken stop = new CancellationToken();
  private final TaskTracker tasks = new TaskTracker();
  private final List<RespClient> clients = new ArrayList<>();
  private final TcpListener listener = runtime.blockOn(
      () -> TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  private final int port = listener.localAddress().getPort();
  private final RedisServer server = runtime.blockOn(() -> RedisServer.start(listener, LIMITS, stop, tasks));

  @AfterEach
  void end() throws IOException {
    for (var client : clients) client.close();
    runtime.close();
  }

  private RespClient connect() throws IOException {
    var client = new RespClient(port);
    clients.add(client);
    return client;
  }

  @Test
  void values_areSetGotCountedAndDeleted() throws IOException {
    var client = connect();
    assertThat(client.ask("GET", "color")).isEqualTo("(nil)");
    assertThat(client.ask("set", "color", "r\0\r\n\u00ff")).isEqualTo("OK");
    assertThat(client.ask("GET", "color")).isEqualTo("r\0\r\n\u00ff");
    assertThat(client.ask("INCR", "visits")).isEqualTo("(integer) 1");
    assertThat(client.ask("INCR", "visits")).isEqualTo("(integer) 2");
    assertThat(client.ask("INCR", "color")).isEqualTo("(error) ERR value is not an integer or out of range");
    assertThat(client.ask("SET", "visits", String.valueOf(Long.MAX_VALUE))).isEqualTo("OK");
    assertThat(client.ask("INCR", "visits")).isEqualTo("(error) ERR increment or decrement would overflow");
    assertThat(client.ask("EXISTS", "color", "visits", "nothing", "color")).isEqualTo("(integer) 3");
    assertThat(client.ask("DEL", "color", "nothing", "visits")).isEqualTo("(integer) 2");
    assertThat(client.ask("EXISTS", "color", "visits")).isEqualTo("(integer) 0");
  }

  @Test
  void set_withOptions_keepsToThem() throws IOException {
    var client = connect();
    assertThat(client.ask("SET", "a", "1", "XX")).isEqualTo("(nil)");
    assertThat(client.ask("SET", "a", "1", "nx", "ex", "100")).isEqualTo("OK");
    assertThat(client.ask("SET", "a", "2", "NX")).isEqualTo("(nil)");
    assertThat(client.ask("TTL", "a")).isEqualTo("(integer) 100");
    assertThat(client.ask("SET", "a", "3", "KEEPTTL")).isEqualTo("OK");
    assertThat(client.ask("TTL", "a")).isEqualTo("(integer) 100");
    assertThat(client.ask("INCR", "a")).isEqualTo("(integer) 4");
    assertThat(client.ask("TTL", "a")).isEqualTo("(integer) 100");
    assertThat(client.ask("SET", "a", "5", "XX")).isEqualTo("OK");
    assertThat(client.ask("TTL", "a")).isEqualTo("(integer) -1");
    assertThat(client.ask("TTL", "b")).isEqualTo("(integer) -2");
    assertThat(client.ask("EXPIRE", "a", "7")).isEqualTo("(integer) 1");
    assertThat(client.ask("TTL", "a")).isEqualTo("(integer) 7");
    assertThat(client.ask("EXPIRE", "b", "7")).isEqualTo("(integer) 0");
    assertThat(client.ask("EXPIRE", "a", "-1")).isEqualTo("(integer) 1");
    assertThat(client.ask("GET", "a")).isEqualTo("(nil)");
  }

  @ParameterizedTest
  @CsvSource({"SET a 1 EX 0, invalid expire time in 'set' command",
      "SET a 1 EX 99999999999999999, invalid expire time in 'set' command",
      "SET a 1 EX soon, value is not an integer or out of range", "SET a 1 EX, syntax error",
      "SET a 1 NX XX, syntax error", "SET a 1 EX 5 PX 5, syntax error",
      "SET a, wrong number of arguments for 'set' command",
      "GET, wrong number of arguments for 'get' command", "NOPE a, unknown command 'NOPE'",
      "CLIENT KILL, unknown subcommand 'KILL'", "CONFIG SET a b, there is nothing to change"})
  void command_wrong_saysSoAndTheConnectionGoesOn(String command, String sentence) throws IOException {
    var client = connect();
    assertThat(client.ask(command.split(" "))).startsWith("(error) ERR ").contains(sentence);
    assertThat(client.ask("PING")).isEqualTo("PONG");
  }

  @Test
  void key_expires_isGoneAndItsMemoryToo() throws IOException {
    var client = connect();
    assertThat(client.ask("SET", "brief", "1", "PX", "20")).isEqualTo("OK");
    assertThat(client.ask("SET", "long", "1", "EX", "1000")).isEqualTo("OK");
    await().until(() -> server.keys(), keys -> keys == 1);
    assertThat(client.ask("EXISTS", "brief", "long")).isEqualTo("(integer) 1");
  }

  @Test
  void requests_pipelined_areAnsweredInOrder() throws Exception {
    var client = connect();
    int count = 5_000;
    var all = new StringBuilder();
    for (int i = 0; i < count; i++) all.append(RespClient.request("ECHO", String.valueOf(i)));
    var writer = Thread.ofVirtual().start(() -> {
      try {
        client.sendRaw(all.toString());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    for (int i = 0; i < count; i++) assertThat(client.read()).isEqualTo(String.valueOf(i));
    writer.join();
  }

  @Test
  void request_inPieces_isReadAsOne() throws IOException {
    var client = connect();
    for (var one : (RespClient.request("ECHO", "12345") + "PING\r\n").split("")) client.sendRaw(one);
    assertThat(client.read()).isEqualTo("12345");
    assertThat(client.read()).isEqualTo("PONG");
  }

  @Test
  void topic_published_reachesItsSubscribers() throws IOException {
    var one = connect();
    var two = connect();
    var publisher = connect();
    assertThat(publisher.ask("PUBLISH", "news", "early")).isEqualTo("(integer) 0");
    assertThat(one.ask("SUBSCRIBE", "news", "sport")).isEqualTo("[subscribe, news, (integer) 1]");
    assertThat(one.read()).isEqualTo("[subscribe, sport, (integer) 2]");
    assertThat(two.ask("SUBSCRIBE", "news")).isEqualTo("[subscribe, news, (integer) 1]");

    assertThat(publisher.ask("PUBLISH", "news", "hello")).isEqualTo("(integer) 2");
    assertThat(one.read()).isEqualTo("[message, news, hello]");
    assertThat(two.read()).isEqualTo("[message, news, hello]");
    assertThat(one.ask("GET", "a")).startsWith("(error) ERR Can't execute 'get'");
    assertThat(one.ask("PING")).isEqualTo("[pong, ]");
    assertThat(one.ask("UNSUBSCRIBE", "news")).isEqualTo("[unsubscribe, news, (integer) 1]");
    assertThat(publisher.ask("PUBLISH", "news", "again")).isEqualTo("(integer) 1");
    assertThat(two.read()).isEqualTo("[message, news, again]");
    assertThat(one.ask("UNSUBSCRIBE")).isEqualTo("[unsubscribe, sport, (integer) 0]");
    assertThat(one.ask("UNSUBSCRIBE")).isEqualTo("[unsubscribe, (nil), (integer) 0]");
    assertThat(one.ask("PING")).isEqualTo("PONG");
    two.close();
    await().until(() -> server.topics(), topics -> topics == 0);
  }

  @Test
  void subscriber_readsTooSlowly_isToldAndClosed() throws IOException {
    var slow = connect();
    var publisher = connect();
    assertThat(slow.ask("SUBSCRIBE", "news")).isEqualTo("[subscribe, news, (integer) 1]");
    var publish = RespClient.request("PUBLISH", "news", "x".repeat(900)).repeat(100);
    boolean isListening = true;
    for (int i = 0; i < 200 && isListening; i++) { // at most what two sockets hold
      publisher.sendRaw(publish);
      for (int j = 0; j < 100; j++) isListening &= publisher.read().equals("(integer) 1");
    }
    String last = slow.read();
    while (last.startsWith("[message, news")) last = slow.read();
    assertThat(last).startsWith("(error) ERR closed, for reading too slowly");
    assertThat(slow.read()).isEqualTo("(end)");
    assertThat(publisher.ask("PING")).isEqualTo("PONG");
  }

  @Test
  void connection_hasAnIdAndAName() throws IOException {
    var client = connect();
    assertThat(client.ask("CLIENT", "SETNAME", "me")).isEqualTo("OK");
    assertThat(client.ask("CLIENT", "GETNAME")).isEqualTo("me");
    assertThat(client.ask("CLIENT", "ID")).isEqualTo("(integer) 1");
    assertThat(connect().ask("CLIENT", "ID")).isEqualTo("(integer) 2");
    assertThat(client.ask("CONFIG", "GET", "save")).isEqualTo("[save, ]");
    assertThat(client.ask("COMMAND", "COUNT")).isEqualTo("(integer) 16");
    assertThat(client.ask("COMMAND")).contains("[get, (integer) 2,");
    assertThat(client.ask("QUIT")).isEqualTo("OK");
    assertThat(client.read()).isEqualTo("(end)");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"*1\\r\\n+PING\\r\\n | expected '$', got '+'",
      "*abc\\r\\n | invalid multibulk length", "*17\\r\\n | over the limit of 16",
      "*99999999999999999999\\r\\n | invalid multibulk length", "*1\\r\\n$-5\\r\\n | invalid bulk length",
      "*1\\r\\n$1001\\r\\n | 1001 is not from 0 to 1000", "*1\\r\\n$x\\r\\n | invalid bulk length",
      "*1\\r\\n$2\\r\\nPING\\r\\n | longer than its length", "*1\\r\\r\\n | invalid multibulk length",
      "*-\\r\\n | invalid multibulk length"})
  void bytes_areNoRequest_saysSoAndCloses(String bytes, String sentence) throws IOException {
    var client = connect();
    client.sendRaw("PING\r\n" + bytes.replace("\\r", "\r").replace("\\n", "\n") + "PING\r\n".repeat(100));
    assertThat(client.read()).isEqualTo("PONG");
    assertThat(client.read()).startsWith("(error) ERR Protocol error: ").contains(sentence);
    assertThat(client.read()).isEqualTo("(end)");
    assertThat(connect().ask("PING")).isEqualTo("PONG");
  }

  @Test
  void request_isTooLarge_saysSoAndCloses() throws IOException {
    var parts = new String[6];
    Arrays.fill(parts, "x".repeat(1_000));
    for (var bytes : List.of(RespClient.request(parts), "x".repeat(201))) {
      var client = connect();
      client.sendRaw(bytes);
      assertThat(client.read()).startsWith("(error) ERR Protocol error: ").contains("limit");
      assertThat(client.read()).isEqualTo("(end)");
    }
    assertThat(connect().ask("PING")).isEqualTo("PONG");
  }

  @Test
  void client_endsItsSide_getsItsAnswers() throws IOException {
    var client = connect();
    client.sendRaw("PING\r\nECHO 1\r\n");
    client.endOutput();
    assertThat(List.of(client.read(), client.read(), client.read())).containsExactly("PONG", "1", "(end)");

    var inside = connect();
    inside.sendRaw("PING\r\n*2\r\n$4\r\nEC");
    inside.endOutput();
    assertThat(inside.read()).isEqualTo("PONG");
    assertThat(inside.read()).isEqualTo("(error) ERR Protocol error: the end came inside a request");
    assertThat(inside.read()).isEqualTo("(end)");
  }

  @Test
  void connections_tooMany_areRefusedUntilOneLeaves() throws IOException {
    for (int i = 0; i < LIMITS.connections(); i++) assertThat(connect().ask("PING")).isEqualTo("PONG");
    var refused = connect();
    assertThat(refused.read()).isEqualTo("(error) ERR max number of clients reached: there are 8");
    assertThat(refused.read()).isEqualTo("(end)");
    refused.close();
    clients.getFirst().close();
    await().until(() -> server.stats().connections(), connections -> connections < LIMITS.connections());
    assertThat(connect().ask("PING")).isEqualTo("PONG");
  }

  @Test
  void server_isToldToStop_endsItsConnectionsAndItsPort() throws Exception {
    var idle = connect();
    assertThat(idle.ask("PING")).isEqualTo("PONG");
    stop.cancel();
    tasks.close();
    runtime.blockOn(() -> {
      Time.timeout(Duration.ofSeconds(30), tasks.waitAll()).await();
    });
    assertThat(idle.read()).isEqualTo("(end)");
    assertThat(server.stats().connections()).isZero();
    runtime.blockOn(() -> TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).close());
  }
}
