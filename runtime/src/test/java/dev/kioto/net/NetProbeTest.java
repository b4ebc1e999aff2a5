package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the console sees of sockets.
@Timeout(60)
final class NetProbeTest {
  private final ResourceLog log = new ResourceLog();
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(1).probe(log).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private void assertNext(String... lines) throws InterruptedException {
    for (var line : lines) {
      assertThat(log.next()).startsWith(line);
    }
  }

  @Test
  void connection_isSeenFromItsAttemptToItsEnd_withAddressesAndBytes() throws Exception {
    try (var listener = runtime.spawn(() -> TcpListener.bind(anyPort())).await()) {
      var stream = runtime.spawn(TcpStream.connect(listener.localAddress())).await();
      assertNext("created TcpStream", "started TcpStream::connect", "ended TcpStream::connect");
      runtime.spawn(stream.write(ByteBuffer.allocate(5))).await();
      assertNext("started TcpStream::write", "ended TcpStream::write");
      assertThat(String.join(" ", log.attributes("TcpStream")))
          .contains(String.valueOf(stream.localAddress()), listener.localAddress().toString())
          .contains("bytes_written=5bytes");
      var reading = runtime.spawn(stream.peek(ByteBuffer.allocate(1)));
      await().until(() -> log.waiting().equals(List.of("TcpStream::peek")));
      reading.abort();
      assertNext("started TcpStream::peek", "gave up TcpStream::peek");
      runtime.spawn(listener.accept()).await().close();
      assertNext("created TcpListener", "started TcpListener::accept", "ended TcpListener::accept");
      assertThat(String.join(" ", log.attributes("TcpListener"))).contains("accepted=1");
      stream.close();
      assertNext("over TcpStream");
    }
  }

  @Test
  void connect_thatFails_isSeenToo() throws Exception {
    var everybody = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);
    var failing = runtime.spawn(TcpStream.connect(everybody));
    await().until(failing::isFinished);
    assertNext("created TcpStream", "started TcpStream::connect", "over TcpStream", "gave up TcpStream::connect");
  }

  @Test
  void datagrams_areCounted() throws Exception {
    try (var socket = runtime.spawn(() -> UdpSocket.bind(anyPort())).await()) {
      var receiving = runtime.spawn(socket.recvFrom(ByteBuffer.allocate(8)));
      await().until(() -> log.waiting().equals(List.of("UdpSocket::recv_from")));
      assertNext("created UdpSocket", "started UdpSocket::recv_from");
      socket.sendTo(ByteBuffer.allocate(3), socket.localAddress()).await();
      receiving.await();
      assertThat(String.join(" ", log.attributes("UdpSocket"))).contains(socket.localAddress().toString())
          .contains("bytes_read=3bytes").contains("bytes_written=3bytes");
    }
  }

  @Test
  void unixStream_isSeenWithItsPath() throws Exception {
    var pair = runtime.spawn(UnixStream::pair).await();
    runtime.spawn(pair.first().write(ByteBuffer.allocate(2))).await();
    assertNext("created UnixStream", "started UnixStream::write", "ended UnixStream::write");
    assertThat(String.join(" ", log.attributes("UnixStream"))).contains(pair.first().path().toString())
        .contains("bytes_written=2bytes");
    pair.first().close();
    pair.second().close();
    assertNext("over UnixStream");
  }
}
