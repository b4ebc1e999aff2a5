package dev.kioto.instrument;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever speaks on the port, the program and its other consoles go on.
final class BadInputTest {
  private final TestConsole test = new TestConsole();
  private final Client client = test.client();

  @AfterEach
  void close() {
    test.close();
  }

  private void send(byte[] bytes) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), test.console.port())) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      socket.setSoTimeout(5000);
      // The server's settings, whoever asks; then it reads what was sent, and closes what is not HTTP/2.
      assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
    }
  }

  @Test
  void otherProtocols_onThePort_disturbNobodyAndLogNothing() throws IOException {
    var log = new Log();
    var root = Logger.getLogger("");
    root.addHandler(log);
    try {
      test.spawn(1);
      var model = client.watch();
      await().until(() -> model.stats.containsKey(1L));

      var garbage = new byte[5000];
      new Random(1).nextBytes(garbage);
      for (byte[] bytes : List.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII), garbage,
          ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "x".repeat(500)).getBytes(US_ASCII), new byte[0])) {
        send(bytes);
      }

      int seen = model.updates.size();
      test.probe.taskWoken(1, 0);
      await().until(() -> model.updates.size() > seen + 5 && model.statsOf(1).getWakes() == 1);
      assertThat(model.error).isNull();
      assertThat(log.messages).isEmpty();
    } finally {
      root.removeHandler(log);
    }
  }

  @Test
  void client_leavesInTheMiddleOfAStream_freesItsPlace() {
    // More than may watch at once.
    for (int i = 0; i < 66; i++) {
      try (var passing = new Client(test.console.port())) {
        var reader = passing.watchByHand();
        reader.request(1);
        await().until(() -> !reader.messages.isEmpty() || reader.error != null);
        assertThat(reader.error).isNull();
      }
    }
    var model = client.watch();
    await().until(() -> !model.updates.isEmpty());

    assertThat(model.error).isNull();
  }

  private static final class Log extends Handler {
    final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
        messages.add(entry.getLoggerName() + ": " + entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
