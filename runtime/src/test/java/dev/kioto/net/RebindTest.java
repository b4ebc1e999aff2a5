package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/// An address is free as soon as whoever had it is closed, on a runtime that is busy, by epoll and by a selector. The JDK's own
/// sockets look.
@ParameterizedClass
@CsvSource({"ONE_WORKER, true", "ONE_WORKER, false", "FOUR_WORKERS, false", "TIGHT, false", "CURRENT_THREAD, false"})
@Timeout(60)
final class RebindTest {
  private static final int ROUNDS = 300;
  private final Runtime runtime;

  RebindTest(Setup setup, boolean epoll) {
    runtime = setup.start(Runtime.builder().enableAll().epoll(epoll));
    runtime.spawn(() -> {
      while (true) {
        Task.yieldNow().await();
      }
    });
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void closedListener_leavesItsPort() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      var listener = runtime.spawn(() -> TcpListener.bind(anyPort())).await();
      var address = listener.localAddress();
      listener.close();
      try (var next = ServerSocketChannel.open()) {
        assertThatCode(() -> next.bind(address)).as("round %s", i).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void closedByATask_leavesItsPort() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      var address = runtime.spawn(() -> {
        var listener = TcpListener.bind(anyPort());
        listener.close();
        return listener.localAddress();
      }).await();
      try (var next = ServerSocketChannel.open()) {
        assertThatCode(() -> next.bind(address)).as("round %s", i).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void closedDatagramSocket_leavesItsPort() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      var socket = runtime.spawn(() -> UdpSocket.bind(anyPort())).await();
      var address = socket.localAddress();
      socket.close();
      try (var next = DatagramChannel.open()) {
        assertThatCode(() -> next.bind(address)).as("round %s", i).doesNotThrowAnyException();
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void closedUnixListener_refuses(@TempDir Path folder) throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      var path = folder.resolve("s" + i);
      runtime.spawn(() -> UnixListener.bind(path)).await().close();
      try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        assertThatThrownBy(() -> client.connect(UnixDomainSocketAddress.of(path))).as("round %s", i)
            .isInstanceOf(IOException.class);
      }
    }
  }
}
