package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hosts by their names.
@Timeout(60)
final class NamesTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(1).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress nobody() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  private TcpListener listen() {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return runtime.spawn(() -> TcpListener.bind(address)).await();
  }

  @Test
  void localhost_hasTheAddressesOfTheLoopback() {
    var addresses = runtime.spawn(Net.lookupHost("localhost", 4711)).await();
    assertThat(addresses).isNotEmpty().allSatisfy(address -> {
      assertThat(address.getAddress().isLoopbackAddress()).isTrue();
      assertThat(address.getPort()).isEqualTo(4711);
    });
  }

  @Test
  void address_isItsOwn_withoutARuntime() {
    assertThat(Net.lookupHost("127.0.0.1", 1).await())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1));
    assertThat(Net.lookupHost("[::1]", 2).await())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("::1"), 2));
  }

  @Test
  void name_withoutAnAddress_isNamed() {
    assertThatThrownBy(() -> runtime.spawn(Net.lookupHost("nowhere.invalid", 80)).await()).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining("nowhere.invalid")
        .hasCauseInstanceOf(UnknownHostException.class);
    assertThatThrownBy(() -> runtime.spawn(TcpStream.connect("nowhere.invalid", 80)).await()).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining("nowhere.invalid");
  }

  @Test
  void hostsAndPorts_thatCannotBe_areRefused() {
    assertThatThrownBy(() -> Net.lookupHost(" ", 80)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Net.lookupHost("localhost", 65_536)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> TcpStream.connect("localhost", -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void connect_byName_reachesWhoListens() {
    try (var listener = listen();
        var stream = runtime.spawn(TcpStream.connect("localhost", listener.localAddress().getPort())).await()) {
      assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
    }
  }

  @Test
  void bind_byName_listensAndReceivesThere() {
    try (var listener = runtime.spawn(TcpListener.bind("localhost", 0)).await();
        var socket = runtime.spawn(UdpSocket.bind("localhost", 0)).await()) {
      assertThat(listener.localAddress().getAddress().isLoopbackAddress()).isTrue();
      assertThat(socket.localAddress().getAddress().isLoopbackAddress()).isTrue();
      int taken = listener.localAddress().getPort();
      assertThatThrownBy(() -> runtime.spawn(TcpListener.bind("localhost", taken)).await()).cause()
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining("localhost:" + taken)
          .hasMessageContaining(listener.localAddress().toString());
    }
  }

  @Test
  void connect_toSeveralAddresses_takesTheFirstThatAnswers() throws IOException {
    var nobody = nobody();
    try (var listener = listen()) {
      var addresses = Futures.ready(List.of(nobody, listener.localAddress(), nobody));
      try (var stream = runtime.spawn(new ConnectHost("host:1", addresses)).await()) {
        assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
      }
    }
  }

  @Test
  void connect_whereNobodyAnswers_namesHostAndAttempts() throws IOException {
    var first = nobody();
    var second = new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 1);
    var failure = catchThrowable(
        () -> runtime.spawn(new ConnectHost("host:1", Futures.ready(List.of(first, second)))).await()).getCause();
    assertThat(failure).isInstanceOf(UncheckedIOException.class).hasMessageContaining("host:1")
        .hasMessageContaining(first.toString()).hasMessageContaining(second.toString());
    assertThat(failure.getSuppressed()).hasSize(1).allSatisfy(
        suppressed -> assertThat(suppressed).hasMessageContaining(first.toString()));
    var none = new ConnectHost("host:2", Futures.ready(List.of()));
    assertThatThrownBy(() -> runtime.spawn(none).await()).cause().isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("host:2");
  }

  @Test
  void lookup_givenUp_leavesTheRuntimeAsItWas() {
    var lookup = Net.lookupHost("nowhere.invalid", 80);
    runtime.spawn(cx -> {
      if (lookup.poll(cx).isReady()) {
        throw new AssertionError("a name is looked up on another thread");
      }
      lookup.drop();
      return Poll.ready(1);
    }).await();
    assertThat(runtime.spawn(() -> 2).await()).isEqualTo(2);
  }
}
