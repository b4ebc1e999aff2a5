package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kioto.runtime.Runtime;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Options of TCP sockets: of streams, and before there is one.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class TcpOptionsTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(1).build();

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

  private TcpStream connect(TcpSocket socket, TcpListener listener) {
    return runtime.spawn(socket.connect(listener.localAddress())).await();
  }

  private TcpStream accept(TcpListener listener) {
    return runtime.spawn(listener.accept()).await();
  }

  private Optional<TcpStream> tryAccept(TcpListener listener) {
    return runtime.spawn(listener::tryAccept).await();
  }

  @Test
  void options_ofAStream_areWhatWasSet() {
    try (var listener = listen(); var stream = connect(TcpSocket.v4(), listener)) {
      assertThat(stream.noDelay()).isFalse();
      stream.setNoDelay(true);
      assertThat(stream.noDelay()).isTrue();
      assertThat(stream.zeroLinger()).isFalse();
      stream.setZeroLinger(true);
      assertThat(stream.zeroLinger()).isTrue();
      stream.setZeroLinger(false);
      assertThat(stream.zeroLinger()).isFalse();
      stream.setKeepAlive(Duration.ofSeconds(40), Duration.ofMillis(5_900), 3);
      assertThat(stream.keepAlive()).isTrue();
      assertThat(stream.option(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(40);
      assertThat(stream.option(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(5);
      assertThat(stream.option(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
      stream.setOption(StandardSocketOptions.SO_SNDBUF, 50_000);
      assertThat(stream.option(StandardSocketOptions.SO_SNDBUF)).isGreaterThanOrEqualTo(50_000);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void quickAck_isWhatWasSet() {
    try (var listener = listen(); var stream = connect(TcpSocket.v4(), listener)) {
      stream.setQuickAck(false);
      assertThat(stream.quickAck()).isFalse();
      stream.setQuickAck(true);
      assertThat(stream.quickAck()).isTrue();
    }
  }

  @Test
  void options_thatCannotBe_areNamedWithTheirValue() {
    try (var listener = listen(); var stream = connect(TcpSocket.v4(), listener)) {
      assertThatThrownBy(() -> stream.setOption(StandardSocketOptions.SO_SNDBUF, -1))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("SO_SNDBUF").hasMessageContaining("-1");
      assertThatThrownBy(() -> stream.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
          .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining("IP_MULTICAST_TTL");
      assertThatThrownBy(() -> stream.setKeepAlive(Duration.ofMillis(900), Duration.ofSeconds(1), 1))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("idle").hasMessageContaining("0.9");
      assertThat(stream.keepAlive()).isFalse();
      stream.close();
      assertThatThrownBy(() -> stream.setNoDelay(true)).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(stream.toString()).hasMessageContaining("TCP_NODELAY");
    }
  }

  @Test
  void zeroLinger_resetsThePeerAtTheClose() {
    try (var listener = listen()) {
      var stream = connect(TcpSocket.v4().setZeroLinger(true), listener);
      try (var peer = accept(listener)) {
        stream.close();
        assertThatThrownBy(() -> peer.read(ByteBuffer.allocate(1)).await()).isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("reset");
      }
    }
  }

  @Test
  void socket_boundBeforeItConnects_comesFromThere() {
    try (var listener = listen(); var free = listen()) {
      var from = free.localAddress();
      free.close();
      var socket = TcpSocket.v4().setReuseAddress(true).setNoDelay(true).setReceiveBufferSize(30_000).bind(from);
      assertThat(socket.option(StandardSocketOptions.SO_RCVBUF)).contains(30_000);
      assertThat(socket.option(StandardSocketOptions.SO_SNDBUF)).isEmpty();
      try (var stream = connect(socket, listener); var peer = accept(listener)) {
        assertThat(stream.localAddress()).isEqualTo(from);
        assertThat(peer.peerAddress()).isEqualTo(from);
        assertThat(stream.noDelay()).isTrue();
        assertThat(catchThrowable(() -> connect(socket, listener))).as("the address is in use").cause()
            .isInstanceOf(UncheckedIOException.class).hasMessageContaining(from.toString());
      }
    }
  }

  @Test
  void socket_thatListens_givesItsOptionsToWhatItAccepts() {
    var socket = TcpSocket.v4().setReuseAddress(true).setNoDelay(true).setKeepAlive(true).bind(anyPort());
    try (var listener = runtime.spawn(() -> socket.listen(16)).await();
        var stream = connect(TcpSocket.v4(), listener); var accepted = accept(listener)) {
      assertThat(listener.option(StandardSocketOptions.SO_REUSEADDR)).isTrue();
      assertThat(accepted.noDelay()).isTrue();
      assertThat(accepted.keepAlive()).isTrue();
      assertThat(stream.noDelay()).isFalse();
      assertThatThrownBy(() -> runtime.spawn(() -> TcpSocket.v4().bind(listener.localAddress()).listen(1)).await())
          .cause().isInstanceOf(UncheckedIOException.class).hasMessageContaining(listener.localAddress().toString());
    }
  }

  @Test
  void listener_withoutAConnection_triesInVain() {
    try (var listener = listen()) {
      assertThat(tryAccept(listener)).isEmpty();
      try (var stream = connect(TcpSocket.v4(), listener); var peer = tryAccept(listener).orElseThrow()) {
        assertThat(peer.peerAddress()).isEqualTo(stream.localAddress());
      }
      assertThat(tryAccept(listener)).isEmpty();
    }
  }

  @Test
  void accept_outsideARuntime_givesAConnectionToThatOfTheListener() {
    try (var listener = listen(); var stream = connect(TcpSocket.v4(), listener);
        var peer = listener.accept().await()) {
      stream.writeAll(ByteBuffer.wrap(new byte[] {5})).await();
      var buffer = ByteBuffer.allocate(4);
      assertThat(peer.read(buffer).await()).isOne();
      assertThat(runtime.metrics().ioDriverFdRegisteredCount()).isEqualTo(3);
    }
  }

  @Test
  void socket_withWhatCannotBe_isRefusedWithTheValue() {
    var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 80);
    assertThatThrownBy(() -> TcpSocket.v4().connect(six)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(six.toString());
    assertThatThrownBy(() -> TcpSocket.v6().bind(anyPort())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> TcpSocket.v4().listen(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    try (var listener = listen()) {
      var wrong = TcpSocket.v4().setOption(StandardSocketOptions.SO_RCVBUF, -5);
      assertThatThrownBy(() -> connect(wrong, listener)).cause().isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-5");
      var unknown = TcpSocket.v4().setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
      assertThatThrownBy(() -> connect(unknown, listener)).cause().isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("IP_MULTICAST_TTL");
    }
  }
}
