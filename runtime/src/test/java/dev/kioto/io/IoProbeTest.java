package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.net.TcpListener;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of reading and writing.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class IoProbeTest {
  private final ResourceLog log = new ResourceLog();
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(1).probe(log).build();

  @AfterEach
  void stop() {
    runtime.close();
  }

  private void awaitWaiting(String... sources) {
    await().untilAsserted(() -> assertThat(log.waiting()).containsExactly(sources));
  }

  @Test
  void duplex_inUse_isToldOfUntilItIsClosed() throws Exception {
    var duplex = Io.duplex(8);
    var read = runtime.spawn(duplex.a().readExact(ByteBuffer.allocate(4)));
    assertThat(log.next()).isEqualTo("created DuplexStream");
    assertThat(log.next()).isEqualTo("started DuplexStream::readExact[]");
    awaitWaiting("DuplexStream::readExact");
    assertThat(log.attributes("DuplexStream")).contains("capacity=8bytes", "to_read=0bytes", "is_closed=false");
    duplex.b().write(ByteBuffer.allocate(2)).await();
    duplex.a().write(ByteBuffer.allocate(3)).await();
    awaitWaiting("DuplexStream::readExact");
    duplex.b().write(ByteBuffer.allocate(2)).await();
    read.await();
    awaitWaiting();
    assertThat(log.resources()).isEqualTo(1);
    duplex.a().close();
    duplex.b().close();
    assertThat(log.resources()).isZero();
  }

  @Test
  void operation_ofAWrapper_isOneOfTheSocketBehindIt() throws Exception {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var listener = runtime.spawn(() -> TcpListener.bind(anyPort)).await(); var socket = new Socket()) {
      var accepted = runtime.spawn(listener.accept());
      socket.connect(listener.localAddress());
      try (var lines = new BufReader<>(accepted.await()).lines(100)) {
        var line = runtime.spawn(lines.nextLine());
        awaitWaiting("BufReader::nextLine");
        assertThat(log.attributes("TcpStream")).isNotEmpty();
        var copy = runtime.spawn(Io.copy(Io.simplex(1).reader(), Io.sink()));
        awaitWaiting("BufReader::nextLine", "Io::copy");
        copy.abort();
        awaitWaiting("BufReader::nextLine");
        socket.getOutputStream().write(new byte[] {'x', '\n'});
        assertThat(line.await()).isEqualTo("x");
        awaitWaiting();
      }
    }
  }
}
