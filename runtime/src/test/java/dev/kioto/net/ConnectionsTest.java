package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What happens to connections in large numbers, to those that are given up, and where the network or the system has nothing to
/// give.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class ConnectionsTest {
  @TempDir
  @Nullable Path folder;
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private TcpListener listen() {
    return runtime.spawn(() -> TcpListener.bind(anyPort())).await();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static @Nullable Void echoByte(TcpStream stream) {
    try (stream) {
      var buffer = ByteBuffer.allocate(1);
      if (stream.read(buffer).await() > 0) {
        stream.writeAll(buffer.flip()).await();
      }
    }
    return null;
  }

  private void serve(TcpListener listener) {
    runtime.spawn(() -> {
      while (true) {
        var stream = listener.accept().await();
        Task.spawn(() -> echoByte(stream));
      }
    });
  }

  // It resets its connections: else each would keep a port busy for a minute.
  private static int connectTimes(InetSocketAddress address, int times) {
    var socket = TcpSocket.v4().setZeroLinger(true);
    int answers = 0;
    for (int i = 0; i < times; i++) {
      try (var stream = socket.connect(address).await()) {
        stream.writeAll(ByteBuffer.wrap(new byte[] {(byte) i})).await();
        var answer = ByteBuffer.allocate(1);
        answers += stream.read(answer).await() == 1 && answer.get(0) == (byte) i ? 1 : 0;
      }
    }
    return answers;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenThousandConnections_openedAndClosed_leaveNoDescriptorAndNoTask() throws IOException {
    try (var listener = listen()) {
      serve(listener);
      assertThat(runtime.spawn(() -> connectTimes(listener.localAddress(), 10)).await()).isEqualTo(10);
      await().until(() -> runtime.metrics().numAliveTasks() == 1);
      long before = descriptors();
      var clients = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 50; i++) {
        clients.add(runtime.spawn(() -> connectTimes(listener.localAddress(), 200)));
      }
      assertThat(clients.stream().mapToInt(JoinHandle::await).sum()).isEqualTo(10_000);
      await().untilAsserted(() -> {
        assertThat(runtime.metrics().numAliveTasks()).isOne();
        assertThat(descriptors()).isLessThan(before + 10); // others of the JVM come and go
      });
    }
  }

  @Test
  void connect_toABlackHole_timesOutAndIsClosed() throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var address = (InetSocketAddress) hole.getLocalSocketAddress();
      var fillers = fill(address);
      try {
        var connect = Time.timeout(Duration.ofMillis(100), TcpStream.connect(address));
        assertThatThrownBy(() -> runtime.spawn(connect).await()).cause().isInstanceOf(ElapsedException.class)
            .hasMessageContaining(address.toString());
        var metrics = runtime.metrics();
        assertThat(metrics.ioDriverFdRegisteredCount()).isOne();
        assertThat(metrics.ioDriverFdDeregisteredCount()).isOne();
      } finally {
        for (var filler : fillers) {
          filler.close();
        }
      }
    }
  }

  // A listener with as many connections as it lets wait: Linux answers no more.
  private static List<Socket> fill(InetSocketAddress address) throws IOException {
    var fillers = new ArrayList<Socket>();
    for (int i = 0; i < 20; i++) {
      var socket = new Socket();
      fillers.add(socket);
      try {
        socket.connect(address, 150);
      } catch (SocketTimeoutException _) {
        return fillers;
      }
    }
    assumeTrue(false, "a full listener answers on this system");
    return fillers;
  }

  @Test
  void connect_whereThereIsNoWay_namesTheAddress() {
    var everybody = new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 9);
    assertThatThrownBy(() -> runtime.spawn(TcpStream.connect(everybody)).await()).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining(everybody.toString())
        .hasMessageContaining("connect failed");
    assertThat(runtime.spawn(() -> 1).await()).isOne();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void connects_abortedAtAnyPoint_leaveNoDescriptor() throws IOException {
    try (var listener = listen()) {
      var drain = runtime.spawn(() -> {
        while (true) {
          listener.accept().await().close();
        }
      });
      runtime.spawn(() -> connectAndClose(listener.localAddress())).await();
      long before = descriptors();
      for (int i = 0; i < 300; i++) {
        var connecting = i % 2 == 0 ? runtime.spawn(() -> connectAndClose(listener.localAddress()))
            : runtime.spawn(() -> connectByName(listener.localAddress().getPort()));
        Thread.onSpinWait();
        connecting.abort();
        await().pollInterval(Duration.ofMillis(1)).until(connecting::isFinished);
      }
      await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 10));
      drain.abort();
    }
  }

  private static @Nullable Void connectAndClose(InetSocketAddress address) {
    TcpStream.connect(address).await().close();
    return null;
  }

  private static @Nullable Void connectByName(int port) {
    TcpStream.connect("localhost", port).await().close();
    return null;
  }

  // Each read has a buffer of its own, whose position counts, whether or not the task lived to see the answer.
  @Test
  void reads_abortedAtAnyPoint_loseNothing() throws Exception {
    try (var listener = listen(); var socket = SocketChannel.open()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      try (var stream = accepted.await()) {
        int next = 0;
        for (int i = 0; i < 500; i++) {
          var buffer = ByteBuffer.allocate(64);
          var reading = i % 2 == 0 ? runtime.spawn(stream.read(buffer))
              : runtime.spawn(() -> stream.read(buffer).await());
          socket.write(ByteBuffer.wrap(new byte[] {(byte) i}));
          reading.abort();
          await().pollInterval(Duration.ofMillis(1)).until(reading::isFinished);
          next = checkFollowing(buffer.flip(), next);
        }
        while (next < 500) {
          var rest = ByteBuffer.allocate(64);
          assertThat(stream.read(rest).await()).isPositive();
          next = checkFollowing(rest.flip(), next);
        }
      }
    }
  }

  private static int checkFollowing(ByteBuffer buffer, int first) {
    int next = first;
    while (buffer.hasRemaining()) {
      assertThat(buffer.get()).isEqualTo((byte) next++);
    }
    return next;
  }

  @Test
  void writes_abortedAtAnyPoint_tellByTheirBufferWhatWasSent() throws Exception {
    try (var listener = listen(); var socket = SocketChannel.open()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      try (var stream = accepted.await()) {
        long sent = 0;
        long received = 0;
        var sink = ByteBuffer.allocate(256 * 1024);
        for (int i = 0; i < 100; i++) {
          var block = ByteBuffer.allocateDirect(256 * 1024);
          var writing = runtime.spawn(stream.writeAll(block));
          received += socket.read(sink.clear());
          writing.abort();
          await().pollInterval(Duration.ofMillis(1)).until(writing::isFinished);
          sent += block.position();
        }
        stream.shutdown().await();
        for (int n = 0; n >= 0; n = socket.read(sink.clear())) {
          received += n;
        }
        assertThat(received).isEqualTo(sent);
      }
    }
  }

  @Test
  void receives_abortedAtAnyPoint_loseNoDatagram() {
    try (var socket = bindUdp(); var other = bindUdp()) {
      int received = 0;
      for (int i = 0; i < 300; i++) {
        var buffer = ByteBuffer.allocate(8);
        var receiving = i % 2 == 0 ? runtime.spawn(socket.recv(buffer))
            : runtime.spawn(() -> socket.recv(buffer).await());
        other.sendTo(ByteBuffer.allocate(1), socket.localAddress()).await();
        receiving.abort();
        await().pollInterval(Duration.ofMillis(1)).until(receiving::isFinished);
        received += buffer.position();
        while (received <= i && socket.tryRecv(buffer.clear()).isPresent()) {
          received++;
        }
      }
      assertThat(received).isEqualTo(300);
    }
  }

  private UdpSocket bindUdp() {
    return runtime.spawn(() -> UdpSocket.bind(anyPort())).await();
  }

  @Test
  void streams_closedAtAnyPoint_endWhoReadsAndWrites() {
    for (int i = 0; i < 300; i++) {
      var pair = runtime.spawn(UnixStream::pair).await();
      var stream = pair.first();
      var reading = runtime.spawn(stream.read(ByteBuffer.allocate(1)));
      var writing = runtime.spawn(() -> stream.writeAll(ByteBuffer.allocate(1 << 20)).await());
      stream.close();
      assertThatThrownBy(reading::await).cause().isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(writing::await).cause().isInstanceOf(UncheckedIOException.class);
      pair.second().close();
    }
  }

  @Test
  void accepts_abortedAtAnyPoint_leaveTheConnectionToTheNext() throws Exception {
    try (var listener = listen()) {
      for (int i = 0; i < 100; i++) {
        var waiting = listener.accept();
        assertThat(waiting.poll(() -> () -> {}).isReady()).isFalse();
        try (var socket = SocketChannel.open()) {
          var next = runtime.spawn(listener.accept());
          socket.connect(listener.localAddress());
          waiting.drop();
          try (var stream = next.await()) {
            assertThat(stream.peerAddress()).isEqualTo(socket.getLocalAddress());
          }
        }
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void accept_withoutAFreeDescriptor_failsAndRecovers() throws Exception {
    var child = startExhausted();
    CompletableFuture.delayedExecutor(40, TimeUnit.SECONDS).execute(child::destroyForcibly);
    try (var out = child.inputReader()) {
      int port = Integer.parseInt(out.readLine());
      assertThat(answer(port)).isEqualTo(42);
      var sockets = new ArrayList<Socket>();
      for (int i = 0; i < 150; i++) {
        sockets.add(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
      }
      assertThat(out.readLine()).contains("TcpListener /127.0.0.1:" + port).contains("accept failed")
          .contains("Too many open files");
      assertThat(answer(port)).as("the answer of a listener that is well again").isEqualTo(42);
      for (var socket : sockets) {
        socket.close();
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static int answer(int port) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(20_000);
      return socket.getInputStream().read();
    }
  }

  // From a jar, which is open from the start: to load a class from a folder takes a descriptor.
  private Process startExhausted() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var jar = Objects.requireNonNull(folder).resolve("server.jar");
    var server = ExhaustedServer.class.getName().replace('.', '/') + ".class";
    int packed = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--no-compress",
        "--file", jar.toString(), "-C", placeOf(Runtime.class), ".", "-C", placeOf(ExhaustedServer.class), server);
    assertThat(packed).isZero();
    return new ProcessBuilder("sh", "-c", "ulimit -n 90; exec \"$0\" \"$@\"", java.toString(), "-Xmx64m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED", "-cp", jar.toString(),
        ExhaustedServer.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
