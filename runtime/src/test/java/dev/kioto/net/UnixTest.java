package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.stream.Streams;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Unix sockets, with the JDK's own as peers.
@ParameterizedClass
@EnumSource
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
@SuppressWarnings("try") // closed before its block ends
final class UnixTest {
  @TempDir
  @Nullable Path given;
  private final Runtime runtime;

  UnixTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private Path path() {
    return Objects.requireNonNull(given).resolve("socket");
  }

  private UnixListener listen() {
    return runtime.spawn(() -> UnixListener.bind(path())).await();
  }

  @Test
  void echo_toASocketOfTheJdk_givesBackWhatWasSent() throws Exception {
    try (var listener = listen(); var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      var echo = runtime.spawn(() -> {
        try (var stream = listener.accept().await()) {
          var buffer = ByteBuffer.allocate(64);
          while (stream.read(buffer.clear()).await() > 0) {
            stream.writeAll(buffer.flip()).await();
          }
        }
        return null;
      });
      socket.connect(UnixDomainSocketAddress.of(path()));
      socket.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      socket.shutdownOutput();
      var answer = ByteBuffer.allocate(8);
      while (socket.read(answer) > 0) {}
      assertThat(answer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      echo.await();
    }
  }

  @Test
  void connections_atATime_eachGetTheirOwn() {
    try (var listener = listen()) {
      runtime.spawn(() -> {
        while (true) {
          var stream = listener.accept().await();
          Task.spawn(() -> answer(stream));
        }
      });
      var clients = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        clients.add(runtime.spawn(() -> ask(path(), number)));
      }
      for (int i = 0; i < clients.size(); i++) {
        assertThat(clients.get(i).await()).isEqualTo(i + 1);
      }
    }
  }

  private static @Nullable Void answer(UnixStream stream) {
    try (stream) {
      var buffer = ByteBuffer.allocate(4);
      while (buffer.hasRemaining() && stream.read(buffer).await() > 0) {}
      stream.writeAll(buffer.putInt(0, buffer.getInt(0) + 1).flip()).await();
    }
    return null;
  }

  private static int ask(Path path, int number) {
    try (var stream = UnixStream.connect(path).await()) {
      assertThat(stream.path()).isEqualTo(path);
      stream.writeAll(ByteBuffer.allocate(4).putInt(0, number)).await();
      var buffer = ByteBuffer.allocate(4);
      while (buffer.hasRemaining()) {
        assertThat(stream.read(buffer).await()).isPositive();
      }
      return buffer.getInt(0);
    }
  }

  @Test
  void peer_isWhoseProcessItIs() throws IOException {
    var owner = Files.getOwner(Objects.requireNonNull(given));
    try (var listener = listen(); var stream = runtime.spawn(UnixStream.connect(path())).await();
        var accepted = runtime.spawn(listener.accept()).await()) {
      assertThat(accepted.peerCredentials().user()).isEqualTo(owner);
      assertThat(stream.peerCredentials()).isEqualTo(accepted.peerCredentials());
    }
  }

  @Test
  void file_ofAListener_staysUntilItIsDeleted() throws IOException {
    listen().close();
    assertThat(path()).exists();
    assertThatThrownBy(this::listen).cause().isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(path().toString());
    assertThatThrownBy(() -> runtime.spawn(UnixStream.connect(path())).await()).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining(path().toString());
    Files.delete(path());
    listen().close();
  }

  @Test
  void bind_outsideARuntime_leavesNoFile() {
    assertThatThrownBy(() -> UnixListener.bind(path())).isInstanceOf(IllegalStateException.class);
    assertThat(path()).doesNotExist();
  }

  @Test
  void paths_thatCannotBe_areNamed() {
    var missing = path().resolveSibling("missing").resolve("socket");
    var tooLong = path().resolveSibling("x".repeat(150));
    for (var wrong : new Path[] {missing, tooLong}) {
      assertThatThrownBy(() -> runtime.spawn(UnixStream.connect(wrong)).await()).cause()
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining(wrong.toString());
      assertThatThrownBy(() -> runtime.spawn(() -> UnixListener.bind(wrong)).await()).cause()
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining(wrong.toString());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void connect_toAListenerThatIsFull_failsAtOnce() throws IOException {
    try (var full = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      full.bind(UnixDomainSocketAddress.of(path()), 1);
      var streams = new ArrayList<UnixStream>();
      assertThatThrownBy(() -> {
        for (int i = 0; i < 100; i++) {
          streams.add(runtime.spawn(UnixStream.connect(path())).await());
        }
      }).cause().isInstanceOf(UncheckedIOException.class).hasMessageContaining(path().toString());
      assertThat(streams).isNotEmpty();
      streams.forEach(UnixStream::close);
    }
  }

  @Test
  void incoming_ofAListener_isAStreamOfConnections() {
    try (var listener = listen()) {
      var first = runtime.spawn(Streams.incoming(listener).next());
      try (var stream = runtime.spawn(UnixStream.connect(path())).await();
          var accepted = Objects.requireNonNull(first.await())) {
        assertThat(stream.tryWrite(ByteBuffer.allocate(1))).isOne();
        assertThat(accepted.read(ByteBuffer.allocate(4)).await()).isOne();
      }
    }
  }

  @Test
  void close_whileATaskWaits_failsItsWait() {
    try (var listener = listen()) {
      assertThat(listener.tryAccept()).isEmpty();
      var waiting = runtime.spawn(listener.accept());
      await().until(() -> runtime.metrics().ioDriverFdRegisteredCount() == 1);
      listener.close();
      assertThatThrownBy(waiting::await).cause().isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(path().toString());
    }
  }
}
