package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinHandle;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Datagrams, with real peers on the loopback.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class UdpTest {
  private final Runtime runtime;

  UdpTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private UdpSocket bind() {
    return runtime.spawn(() -> UdpSocket.bind(anyPort())).await();
  }

  private static ByteBuffer bytes(int... values) {
    var buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private static InetSocketAddress nobody() throws IOException {
    try (var socket = DatagramChannel.open(StandardProtocolFamily.INET).bind(anyPort())) {
      return (InetSocketAddress) socket.getLocalAddress();
    }
  }

  @Test
  void datagram_fromASocketOfTheJdk_comesWithItsSender() throws Exception {
    try (var socket = bind(); var peer = new DatagramSocket(anyPort())) {
      var buffer = ByteBuffer.allocate(16);
      var sender = runtime.spawn(socket.recvFrom(buffer));
      peer.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, socket.localAddress()));
      assertThat(sender.await()).isEqualTo(peer.getLocalSocketAddress());
      assertThat(buffer.flip()).isEqualTo(bytes(1, 2, 3));
      assertThat(runtime.spawn(socket.sendTo(buffer, sender.await())).await()).isEqualTo(3);
      var answer = new DatagramPacket(new byte[16], 16);
      peer.receive(answer);
      assertThat(answer.getLength()).isEqualTo(3);
      assertThat(socket.bytesReceived()).isEqualTo(3);
      assertThat(socket.bytesSent()).isEqualTo(3);
    }
  }

  @Test
  void emptyDatagram_isReceivedLikeAnyOther() {
    try (var socket = bind(); var other = bind()) {
      var received = runtime.spawn(socket.recv(ByteBuffer.allocate(4)));
      assertThat(other.sendTo(bytes(), socket.localAddress()).await()).isZero();
      assertThat(received.await()).isZero();
      assertThat(socket.tryRecv(ByteBuffer.allocate(4))).isEmpty();
    }
  }

  @Test
  void datagram_longerThanTheBuffer_losesItsRestAndNotTheNext() {
    try (var socket = bind(); var other = bind()) {
      other.sendTo(bytes(1, 2, 3, 4), socket.localAddress()).await();
      other.sendTo(bytes(5, 6), socket.localAddress()).await();
      var buffer = ByteBuffer.allocate(3);
      assertThat(socket.recv(buffer).await()).isEqualTo(3);
      assertThat(buffer.flip()).isEqualTo(bytes(1, 2, 3));
      assertThat(socket.recv(buffer.clear()).await()).isEqualTo(2);
      assertThat(buffer.flip()).isEqualTo(bytes(5, 6));
    }
  }

  @Test
  void connected_receivesFromItsPeerAlone() {
    try (var socket = bind(); var peer = bind(); var stranger = bind()) {
      socket.connect(peer.localAddress());
      assertThat(socket.peerAddress()).contains(peer.localAddress());
      stranger.sendTo(bytes(1), socket.localAddress()).await();
      peer.sendTo(bytes(2), socket.localAddress()).await();
      var buffer = ByteBuffer.allocate(4);
      assertThat(socket.recvFrom(buffer).await()).isEqualTo(peer.localAddress());
      assertThat(buffer.get(0)).isEqualTo((byte) 2);
      socket.send(bytes(3)).await();
      assertThat(peer.recvFrom(buffer.clear()).await()).isEqualTo(socket.localAddress());
      assertThatThrownBy(() -> socket.sendTo(bytes(1), stranger.localAddress()).await())
          .isInstanceOf(IllegalStateException.class).hasMessageContaining(stranger.localAddress().toString());
      socket.connect(stranger.localAddress());
      socket.send(bytes(4)).await();
      assertThat(stranger.recv(buffer.clear()).await()).isEqualTo(1);
    }
  }

  @Test
  void connected_toAPortOfNobody_failsWithTheAddressAndGoesOn() throws Exception {
    var nobody = nobody();
    try (var socket = bind(); var peer = bind()) {
      socket.connect(nobody);
      var waiting = runtime.spawn(socket.recv(ByteBuffer.allocate(4)));
      await().until(() -> {
        socket.trySend(bytes(1));
        return waiting.isFinished();
      });
      assertThatThrownBy(waiting::await).cause().isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(nobody.toString()).cause().isInstanceOf(PortUnreachableException.class);
      socket.connect(peer.localAddress());
      assertThat(runtime.spawn(socket.send(bytes(1, 2))).await()).isEqualTo(2);
      assertThat(peer.recv(ByteBuffer.allocate(4)).await()).isEqualTo(2);
    }
  }

  @Test
  void flood_ofAReceiverThatIsSlow_losesDatagramsAndKeepsTheOthersWhole() {
    try (var socket = bind(); var other = bind()) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
      int sent = 1_000;
      for (int i = 0; i < sent; i++) {
        other.sendTo(ByteBuffer.allocate(500).putInt(0, i).putInt(496, i), socket.localAddress()).await();
      }
      var buffer = ByteBuffer.allocate(600);
      int last = -1;
      int received = 0;
      while (socket.tryRecv(buffer.clear()).isPresent()) {
        assertThat(buffer.position()).isEqualTo(500);
        assertThat(buffer.getInt(0)).isEqualTo(buffer.getInt(496)).isGreaterThan(last);
        last = buffer.getInt(0);
        received++;
      }
      assertThat(received).isPositive().isLessThan(sent);
      other.sendTo(bytes(1), socket.localAddress()).await();
      assertThat(socket.recv(buffer.clear()).await()).isEqualTo(1);
    }
  }

  @Test
  void datagram_thatIsTooLong_namesTheTargetAndGoesNowhere() {
    try (var socket = bind(); var other = bind()) {
      assertThatThrownBy(() -> socket.sendTo(ByteBuffer.allocate(65_508), other.localAddress()).await())
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining(other.localAddress().toString())
          .hasMessageContaining("65508");
      var longest = ByteBuffer.allocate(65_507);
      assertThat(socket.sendTo(longest, other.localAddress()).await()).isEqualTo(65_507);
      assertThat(other.recv(ByteBuffer.allocate(65_536)).await()).isEqualTo(65_507);
    }
  }

  @Test
  void manyTasks_onOneSocket_eachGetDatagramsThatNobodyElseGets() {
    try (var server = bind(); var client = bind()) {
      server.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      var receivers = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 4; i++) {
        receivers.add(runtime.spawn(() -> receiveUntilEmpty(server, seen)));
        receivers.add(runtime.spawn(receivingFuture(server, seen)));
      }
      var senders = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        senders.add(runtime.spawn(() -> sendHundred(client, server.localAddress(), number)));
      }
      senders.forEach(JoinHandle::await);
      await().untilAsserted(() -> assertThat(seen).hasSize(400));
      for (int i = 0; i < receivers.size(); i++) {
        client.sendTo(bytes(), server.localAddress()).await();
      }
      assertThat(receivers.stream().mapToInt(JoinHandle::await).sum()).isEqualTo(400);
    }
  }

  private static int sendHundred(UdpSocket socket, InetSocketAddress target, int number) {
    for (int i = 0; i < 100; i++) {
      socket.sendTo(ByteBuffer.allocate(4).putInt(0, number * 100 + i), target).await();
    }
    return 100;
  }

  private static int receiveUntilEmpty(UdpSocket socket, Set<Integer> seen) {
    var buffer = ByteBuffer.allocate(8);
    int n = 0;
    while (socket.recv(buffer.clear()).await() > 0) {
      seen.add(buffer.getInt(0));
      n++;
    }
    return n;
  }

  private static Future<Integer> receivingFuture(UdpSocket socket, Set<Integer> seen) {
    var buffer = ByteBuffer.allocate(8);
    var count = new AtomicInteger();
    var recv = new AtomicReference<>(socket.recv(buffer));
    return cx -> {
      while (true) {
        if (!(recv.get().poll(cx) instanceof Poll.Ready(var n))) {
          return Poll.pending();
        }
        if (n == 0) {
          return Poll.ready(count.get());
        }
        seen.add(buffer.getInt(0));
        count.incrementAndGet();
        recv.set(socket.recv(buffer.clear()));
      }
    };
  }

  @Test
  void polls_ofAFutureOfOnesOwn_sendAndReceive() {
    try (var socket = bind(); var other = bind()) {
      var buffer = ByteBuffer.allocate(8);
      Future<InetSocketAddress> receive = cx -> {
        var from = socket.pollRecvFrom(cx, buffer);
        return from == null ? Poll.pending() : Poll.ready(from);
      };
      var receiving = runtime.spawn(receive);
      Future<Integer> send = cx -> {
        int n = other.pollSendTo(cx, bytes(1, 2), socket.localAddress());
        return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
      };
      assertThat(runtime.spawn(send).await()).isEqualTo(2);
      assertThat(receiving.await()).isEqualTo(other.localAddress());
      assertThat(buffer.flip()).isEqualTo(bytes(1, 2));
    }
  }

  @Test
  void readable_thenTry_waitsForEachDatagram() {
    try (var socket = bind(); var other = bind()) {
      var reader = runtime.spawn(() -> {
        var buffer = ByteBuffer.allocate(8);
        int polls = 0;
        for (int got = 0; got < 3; polls++) {
          assertThat(socket.readable().await().readable()).isTrue();
          got += socket.tryRecvFrom(buffer.clear()).isPresent() ? 1 : 0;
        }
        return polls;
      });
      for (int i = 1; i <= 3; i++) {
        assertThat(runtime.spawn(other.writable()).await().writable()).isTrue();
        assertThat(other.trySendTo(bytes(i), socket.localAddress())).isTrue();
      }
      assertThat(reader.await()).as("a try that finds nothing takes the readiness back").isLessThan(10);
    }
  }

  @Test
  void recv_givenUp_losesNothing() {
    try (var socket = bind(); var other = bind()) {
      var givenUp = socket.recv(ByteBuffer.allocate(8));
      assertThat(givenUp.poll(() -> () -> {}).isReady()).isFalse();
      givenUp.drop();
      other.sendTo(bytes(7), socket.localAddress()).await();
      var buffer = ByteBuffer.allocate(8);
      assertThat(runtime.spawn(socket.recv(buffer)).await()).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void recv_ofSilence_timesOut() {
    try (var socket = bind()) {
      assertThatThrownBy(
          () -> runtime.spawn(Time.timeout(Duration.ofMillis(20), socket.recv(ByteBuffer.allocate(8)))).await())
          .hasMessageContaining("UdpSocket::recv of UdpSocket");
    }
  }

  @Test
  void close_whileATaskWaits_failsItsWait() {
    var socket = bind();
    var waiting = runtime.spawn(socket.recvFrom(ByteBuffer.allocate(8)));
    await().until(() -> runtime.metrics().ioDriverFdRegisteredCount() == 1);
    socket.close();
    assertThatThrownBy(waiting::await).cause().isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(socket.localAddress().toString());
    assertThatThrownBy(() -> socket.sendTo(bytes(1), socket.localAddress()).await())
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(socket::broadcast).isInstanceOf(UncheckedIOException.class);
    socket.close();
  }

  @Test
  void runtime_thatShutsDown_endsWhoWaits() {
    var socket = bind();
    var waiting = runtime.spawn(socket.recv(ByteBuffer.allocate(8)));
    await().until(() -> runtime.metrics().ioDriverFdRegisteredCount() == 1);
    runtime.close();
    assertThatThrownBy(waiting::await).hasRootCauseInstanceOf(CancelledException.class);
    socket.close();
  }

  @Test
  void addresses_thatCannotBe_areNamed() {
    try (var socket = bind()) {
      var unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
      var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 80);
      var taken = socket.localAddress();
      assertThatThrownBy(() -> socket.sendTo(bytes(1), unresolved)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nowhere.invalid");
      assertThatThrownBy(() -> socket.sendTo(bytes(1), six).await()).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(six.toString());
      assertThatThrownBy(() -> socket.connect(six)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(six.toString());
      assertThatThrownBy(() -> runtime.spawn(() -> UdpSocket.bind(taken)).await()).cause()
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining(taken.toString());
      assertThatThrownBy(() -> socket.send(bytes(1)).await()).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not connected");
    }
  }

  @Test
  void broadcast_withoutLeave_isRefused() {
    try (var socket = bind()) {
      assertThat(socket.broadcast()).isFalse();
      var everybody = new InetSocketAddress(InetAddress.ofLiteral("127.255.255.255"), 9);
      assertThatThrownBy(() -> socket.sendTo(bytes(1), everybody).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(everybody.toString());
      socket.setBroadcast(true);
      assertThat(socket.broadcast()).isTrue();
      assertThat(socket.sendTo(bytes(1), everybody).await()).isEqualTo(1);
    }
  }

  @Test
  void options_thatCannotBe_areNamed() {
    try (var socket = bind()) {
      socket.setMulticastTtl(3);
      assertThat(socket.multicastTtl()).isEqualTo(3);
      assertThatThrownBy(() -> socket.setMulticastTtl(256)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256").hasMessageContaining("IP_MULTICAST_TTL");
      assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true))
          .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining("TCP_NODELAY");
    }
  }

  @Test
  void group_joined_isReceivedUntilItIsLeft() throws Exception {
    var group = InetAddress.ofLiteral("239.7.3.1");
    var loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
    var any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    try (var socket = runtime.spawn(() -> UdpSocket.bind(any)).await(); var other = bind()) {
      var target = new InetSocketAddress(group, socket.localAddress().getPort());
      var key = socket.joinMulticast(group, loopback);
      other.setMulticastInterface(loopback);
      other.setMulticastLoop(true);
      assumeTrue(sends(other, target), "no multicast on the loopback of this machine");
      var buffer = ByteBuffer.allocate(4);
      assertThat(runtime.spawn(socket.recvFrom(buffer)).await()).isEqualTo(other.localAddress());
      key.drop();
      other.sendTo(bytes(2), target).await();
      other.sendTo(bytes(3), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), target.getPort())).await();
      assertThat(socket.recv(buffer.clear()).await()).isEqualTo(1);
      assertThat(buffer.get(0)).as("what came after the group was left").isEqualTo((byte) 3);
      assertThatThrownBy(() -> socket.joinMulticast(InetAddress.ofLiteral("127.0.0.1"), loopback))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("127.0.0.1");
    }
  }

  private static boolean sends(UdpSocket socket, InetSocketAddress target) {
    try {
      return socket.sendTo(bytes(1), target).await() == 1;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  @Test
  void channelOfTheJdk_takenOver_isASocketLikeAnother() throws Exception {
    var taken = DatagramChannel.open(StandardProtocolFamily.INET).setOption(StandardSocketOptions.SO_REUSEADDR, true);
    assertThatThrownBy(() -> runtime.spawn(() -> UdpSocket.of(taken)).await()).hasRootCauseMessage(
        "the channel is not bound to an address");
    taken.bind(anyPort());
    try (var socket = runtime.spawn(() -> UdpSocket.of(taken)).await(); var other = bind()) {
      other.sendTo(bytes(1), socket.localAddress()).await();
      assertThat(socket.recv(ByteBuffer.allocate(4)).await()).isEqualTo(1);
    }
    assertThat(taken.isOpen()).isFalse();
  }
}
