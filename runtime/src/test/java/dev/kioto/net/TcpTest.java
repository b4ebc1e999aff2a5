package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.stream.Streams;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections, with real peers: sockets of the JDK and our own.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class TcpTest {
  private final Runtime runtime;

  TcpTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private TcpListener listen() {
    return runtime.spawn(() -> TcpListener.bind(anyPort())).await();
  }

  private JoinHandle<@Nullable Void> echo(TcpListener listener) {
    return runtime.spawn(() -> {
      while (true) {
        var stream = listener.accept().await();
        Task.spawn(() -> {
          try (stream) {
            echo(stream);
          }
          return null;
        });
      }
    });
  }

  private static void echo(TcpStream stream) {
    var buffer = ByteBuffer.allocate(4096);
    while (stream.read(buffer.clear()).await() > 0) {
      stream.writeAll(buffer.flip()).await();
    }
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void echo_toASocketOfTheJdk_givesBackWhatWasSentUntilItsEnd() throws Exception {
    try (var listener = listen()) {
      echo(listener);
      try (var socket = new Socket()) {
        socket.connect(listener.localAddress());
        socket.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().readNBytes(4)).isEqualTo("ping".getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(readAll(socket)).isEqualTo("pong");
      }
    }
  }

  @Test
  void manyConnections_atATime_eachGetTheirOwn() {
    try (var listener = listen()) {
      echo(listener);
      var clients = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        clients.add(runtime.spawn(() -> roundTrips(listener.localAddress(), number)));
      }
      for (var client : clients) {
        assertThat(client.await()).isEqualTo(20);
      }
      var metrics = runtime.metrics();
      await().untilAsserted(() -> assertThat(metrics.ioDriverFdDeregisteredCount()).isEqualTo(200));
      assertThat(metrics.ioDriverFdRegisteredCount()).isEqualTo(201);
      assertThat(metrics.ioDriverReadyCount()).isPositive();
    }
  }

  private static int roundTrips(InetSocketAddress address, int number) {
    int right = 0;
    try (var stream = TcpStream.connect(address).await()) {
      var buffer = ByteBuffer.allocate(8);
      for (int i = 0; i < 20; i++) {
        stream.writeAll(buffer.clear().putInt(number).putInt(i).flip()).await();
        buffer.clear();
        while (buffer.hasRemaining()) {
          assertThat(stream.read(buffer).await()).isPositive();
        }
        buffer.flip();
        right += buffer.getInt() == number && buffer.getInt() == i ? 1 : 0;
      }
    }
    return right;
  }

  @Test
  void futureTask_polledByWorkers_readsAndWrites() throws Exception {
    try (var listener = listen(); var socket = new Socket()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      var stream = accepted.await();
      var buffer = ByteBuffer.allocate(16);
      var read = runtime.spawn(stream.read(buffer));
      socket.getOutputStream().write(new byte[] {1, 2, 3});
      assertThat(read.await()).isEqualTo(3);
      runtime.spawn(stream.writeAll(buffer.flip())).await();
      runtime.spawn(stream.shutdown()).await();
      assertThat(socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
      assertThat(stream.bytesRead()).isEqualTo(3);
      assertThat(stream.bytesWritten()).isEqualTo(3);
      stream.close();
    }
  }

  @Test
  void writer_whoseReaderIsSlow_waitsAtBoundedMemory() throws Exception {
    try (var listener = listen(); var socket = new Socket()) {
      var written = new AtomicLong();
      var server = runtime.spawn(() -> {
        try (var stream = listener.accept().await()) {
          var block = ByteBuffer.allocate(64 * 1024);
          for (int i = 0; i < 1_000; i++) {
            stream.writeAll(block.clear()).await();
            written.addAndGet(block.capacity());
          }
        }
        return null;
      });
      socket.connect(listener.localAddress());
      var seen = new AtomicLong();
      await().during(Duration.ofMillis(200)).until(() -> { // a writer that is stopped by nobody would go on
        long now = written.get();
        return now > 0 && seen.getAndSet(now) == now;
      });
      assertThat(written.get()).isLessThan(64_000_000);
      assertThat(socket.getInputStream().readAllBytes()).hasSize(1_000 * 64 * 1024);
      server.await();
    }
  }

  @Test
  void read_givenUp_losesNothing() throws Exception {
    try (var listener = listen(); var socket = new Socket()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      var stream = accepted.await();
      var givenUp = stream.read(ByteBuffer.allocate(8));
      assertThat(givenUp.poll(() -> () -> {}).isReady()).isFalse();
      givenUp.drop();
      socket.getOutputStream().write(7);
      var buffer = ByteBuffer.allocate(8);
      assertThat(runtime.spawn(stream.read(buffer)).await()).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 7);
      stream.close();
    }
  }

  @Test
  void peer_thatResets_failsTheReadWithTheAddress() throws Exception {
    try (var listener = listen(); var socket = new Socket()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      var stream = accepted.await();
      socket.setSoLinger(true, 0);
      socket.close();
      assertThatThrownBy(() -> runtime.spawn(() -> stream.read(ByteBuffer.allocate(8)).await()).await())
          .rootCause().isInstanceOf(IOException.class);
      assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(8)).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(stream.peerAddress().toString()).hasMessageContaining("read failed");
      stream.close();
    }
  }

  @Test
  void close_whileATaskWaits_failsItsWait() {
    try (var listener = listen()) {
      var waiting = runtime.spawn(listener.accept());
      await().until(() -> runtime.metrics().ioDriverFdRegisteredCount() == 1);
      listener.close();
      assertThatThrownBy(waiting::await).cause().isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(listener.localAddress().toString());
      listener.close();
    }
  }

  @Test
  void port_ofAClosedListener_isFreeAtOnce() throws Exception {
    InetSocketAddress address;
    try (var listener = listen()) {
      address = listener.localAddress();
    }
    await().untilAsserted(() -> {
      try (var again = new ServerSocket()) {
        again.setReuseAddress(false);
        again.bind(address);
      }
    });
  }

  @Test
  void incoming_ofAListener_isAStreamOfConnections() throws Exception {
    try (var listener = listen(); var socket = new Socket()) {
      var first = runtime.spawn(Streams.incoming(listener).next());
      socket.connect(listener.localAddress());
      try (var stream = Objects.requireNonNull(first.await())) {
        assertThat(stream.peerAddress()).isEqualTo(socket.getLocalSocketAddress());
      }
    }
  }

  @Test
  void connect_refused_namesTheAddress() throws Exception {
    InetSocketAddress nobody;
    try (var listener = new ServerSocket()) {
      listener.bind(anyPort());
      nobody = (InetSocketAddress) listener.getLocalSocketAddress();
    }
    assertThatThrownBy(() -> runtime.spawn(TcpStream.connect(nobody)).await()).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining(nobody.toString())
        .hasMessageContaining("connect failed");
  }

  @Test
  void connect_unresolved_isRefused() {
    var unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
    assertThatThrownBy(() -> TcpStream.connect(unresolved)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  @Test
  void timers_besideChannels_fireInTime() {
    try (var _ = listen()) {
      long before = System.nanoTime();
      runtime.spawn(() -> {
        for (int i = 0; i < 5; i++) {
          Time.sleep(Duration.ofMillis(3)).await();
        }
        return null;
      }).await();
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(15_000_000);
    }
  }

  @Test
  void task_wokenByAThread_whileTheRuntimeSleepsInItsSelector_runs() throws Exception {
    try (var _ = listen()) {
      for (int i = 0; i < 200; i++) {
        int number = i;
        assertThat(runtime.spawn(() -> number).await()).isEqualTo(i);
      }
    }
  }

  @Test
  void runtime_thatShutsDown_endsWhoWaits() {
    var listener = listen();
    var waiting = runtime.spawn(listener.accept());
    await().until(() -> runtime.metrics().ioDriverFdRegisteredCount() == 1);
    runtime.close();
    assertThatThrownBy(waiting::await).hasRootCauseInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> listener.accept().await()).isInstanceOf(CancelledException.class);
    listener.close();
  }

  @Test
  void channels_withoutIo_areRefused() {
    try (var bare = Runtime.builder().workerThreads(1).enableTime().build()) {
      assertThatThrownBy(() -> bare.spawn(() -> TcpListener.bind(anyPort())).await()).cause()
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("enableIo()");
    }
    assertThatThrownBy(() -> TcpListener.bind(anyPort())).isInstanceOf(IllegalStateException.class);
  }
}
