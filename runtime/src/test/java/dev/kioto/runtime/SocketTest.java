package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The sockets of the JDK in direct tasks.
@Timeout(60)
final class SocketTest {

  private static int byteThatTravels(Runtime runtime) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var received = runtime.spawn(() -> {
        try (var socket = server.accept()) {
          return socket.getInputStream().read();
        }
      });
      runtime.spawn(() -> {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
          socket.getOutputStream().write(42);
        }
      }).await();
      return received.await();
    }
  }

  @Test
  void sockets_ofOneRuntimeAfterAnother_workAndLeaveNothingRunning() throws Exception {
    for (int i = 0; i < 3; i++) {
      var runtime = Runtime.builder().enableAll().workerThreads(2).build();
      try {
        assertThat(byteThatTravels(runtime)).isEqualTo(42);
        assertThat(runtime.metrics().numAliveTasks()).as("the JDK's pollers are nobody's tasks").isZero();
      } finally {
        assertThat(runtime.shutdownTimeout(Duration.ofSeconds(10))).as("everything ended").isTrue();
      }
    }
  }
}
