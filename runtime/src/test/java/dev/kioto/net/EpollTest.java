package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.io.AsyncRead;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Workers that are told of changes by epoll, and those that ask a selector.
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(30)
record EpollTest(boolean epoll) {
  private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private Runtime runtime() {
    return Runtime.builder().enableAll().workerThreads(2).epoll(epoll).build();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static Socket connect(TcpListener listener) {
    try {
      var address = listener.localAddress();
      return new Socket(address.getAddress(), address.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeAndEnd(Socket peer, String text) {
    try (peer) {
      peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void dataAndEnd_thatCameTogether_areBothRead() {
    try (var runtime = runtime()) {
      var read = runtime.blockOn(() -> Task.spawn(() -> {
        try (var listener = TcpListener.bind(ANY)) {
          var waiting = new StringBuilder();
          for (int i = 0; i < 50; i++) {
            writeAndEnd(connect(listener), "abc");
            try (var stream = listener.accept().await()) {
              var buffer = ByteBuffer.allocate(64);
              for (int n = 0; n != AsyncRead.END; n = stream.read(buffer).await()) {
                waiting.append(n);
              }
              assertThat(buffer.position()).isEqualTo(3);
            }
          }
          return waiting.toString();
        }
      }).await());
      assertThat(read).isEqualTo("03".repeat(50));
    }
  }

  @Test
  void end_whileTheTaskWaits_endsTheRead() {
    try (var runtime = runtime()) {
      int last = runtime.blockOn(() -> Task.spawn(() -> {
        try (var listener = TcpListener.bind(ANY); var peer = connect(listener);
            var stream = listener.accept().await()) {
          var buffer = ByteBuffer.allocate(64);
          var reading = Task.spawn(() -> {
            while (stream.read(buffer).await() != AsyncRead.END) {
              assertThat(buffer.hasRemaining()).isTrue();
            }
            return buffer.position();
          });
          writeAndEnd(peer, "xy");
          return reading.await();
        }
      }).await());
      assertThat(last).isEqualTo(2);
      assertThat(runtime.metrics().ioDriverTurnCount()).isPositive();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void descriptors_ofARuntimeThatHasShutDown_areGivenBack() throws Exception {
    openAndShutDown(); // what is opened once in the process
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      openAndShutDown();
    }
    assertThat(descriptors()).isLessThan(before + 10);
  }

  private void openAndShutDown() {
    try (var runtime = runtime()) {
      runtime.blockOn(() -> Task.spawn(() -> {
        try (var listener = TcpListener.bind(ANY); var peer = connect(listener);
            var stream = listener.accept().await()) {
          return peer.isConnected() && stream.peerAddress() != null;
        }
      }).await());
    }
  }
}
