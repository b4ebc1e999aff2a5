package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PushSessionTest {

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private PushSocket socket;
  private Javalin web;

  @BeforeEach
  void start() throws Exception {
    var guard = Exposure.of("127.0.0.1", 0, null, null, null, false).guard();
    socket = new OneFeed(collector, guard);
    web = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.wsBeforeUpgrade(socket.path(), socket::beforeUpgrade);
      config.routes.ws(socket.path(), socket::configure);
    }).start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    socket.closeAll();
    web.stop();
    collector.close();
  }

  @Test
  void feed_thatFindsTheServerBusy_saysSoAndGoesOn() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var client = http.newWebSocketBuilder()
          .buildAsync(URI.create("ws://127.0.0.1:" + web.port() + socket.path()), new Reader()).join();
      client.sendText("{}", true).join();

      assertThat(messages.poll(20, TimeUnit.SECONDS)).contains("\"error\"", "urn:kioto:problem:busy");
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo("{\"id\":\"1\",\"said\":\"at last\"}");
      client.abort();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Opens a feed at whatever message.
  private final class OneFeed extends PushSocket {
    OneFeed(Collector collector, Guard guard) {
      super(collector, guard);
    }

    @Override
    String path() {
      return "/one";
    }

    @Override
    PushSession.Form form() {
      return PushSession.Form.MANY;
    }

    @Override
    void check(Context request) {
      // there is one path
    }

    @Override
    void receive(Client client, String message) {
      client.session().put("1", new BusyAtFirst(), 1);
    }
  }

  /// Says that the server is busy, once.
  private final class BusyAtFirst implements Feed {
    private boolean wasAsked; // the session's thread

    @Override
    public Object message() {
      if (wasAsked) return Map.of("said", "at last");
      wasAsked = true;
      throw Refusal.busy("not now");
    }

    @Override
    public int intervalMillis() {
      return 50;
    }

    @Override
    public @Nullable Refusal over() {
      return null;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /// Keeps what comes; every message is short enough to come as a whole.
  private final class Reader implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      messages.add(data.toString());
      from.request(1);
      return null;
    }
  }
}
