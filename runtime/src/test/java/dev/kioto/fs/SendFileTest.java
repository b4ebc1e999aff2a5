package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.io.Io;
import dev.kioto.io.SeekFrom;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Files to sockets, whose other side is one of the JDK.
@ParameterizedClass
@EnumSource(names = {"ONE_WORKER", "TIGHT", "CURRENT_THREAD"})
@Timeout(60)
@SuppressWarnings({"NullAway.Init", "try"}) // set before each test; closed before its block ends
final class SendFileTest {
  private static final int SIZE = 12 * 1024 * 1024 + 5; // more than a socket takes

  private static final byte[] CONTENT = random();

  private final Runtime runtime;
  private final Socket socket = new Socket();

  @TempDir
  Path dir;

  private File file;
  private TcpStream stream;

  SendFileTest(Setup setup) {
    runtime = setup.start();
  }

  private static byte[] random() {
    var bytes = new byte[SIZE];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void connect() throws IOException {
    file = runtime.spawn(File.open(Files.write(dir.resolve("file"), CONTENT))).await();
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var listener = runtime.spawn(() -> TcpListener.bind(any)).await()) {
      socket.connect(listener.localAddress());
      stream = runtime.spawn(listener.accept()).await();
    }
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
    socket.close();
    file.close();
    runtime.close();
  }

  @Test
  void sendTo_aReaderThatIsSlow_sendsAll() throws Exception {
    var sending = runtime.spawn(() -> {
      long n = file.sendTo(stream, 0, Long.MAX_VALUE).await();
      stream.shutdown().await();
      return n;
    });
    var in = socket.getInputStream();
    byte[] first = in.readNBytes(100);
    assertThat(sending.isFinished()).isFalse(); // 12 MiB do not fit into what is between the two
    assertThat(Arrays.equals(first, Arrays.copyOf(CONTENT, 100))).isTrue();
    assertThat(Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(CONTENT, 100, SIZE))).isTrue();
    assertThat(sending.await()).isEqualTo(SIZE);
    assertThat(stream.bytesWritten()).isEqualTo(SIZE);
    assertThat(runtime.spawn(file.streamPosition()).await()).isZero();
  }

  @Test
  void sendTo_ofAPart_sendsThat() throws Exception {
    assertThat(runtime.spawn(file.sendTo(stream, 1_000, 7)).await()).isEqualTo(7);
    assertThat(runtime.spawn(file.sendTo(stream, SIZE - 3, 100)).await()).isEqualTo(3);
    assertThat(runtime.spawn(file.sendTo(stream, SIZE, 100)).await()).isZero();
    assertThat(runtime.spawn(file.sendTo(stream, 0, 0)).await()).isZero();
    runtime.spawn(stream.shutdown()).await();
    var expected = new byte[10];
    System.arraycopy(CONTENT, 1_000, expected, 0, 7);
    System.arraycopy(CONTENT, SIZE - 3, expected, 7, 3);
    assertThat(socket.getInputStream().readAllBytes()).isEqualTo(expected);
    assertThatThrownBy(() -> file.sendTo(stream, -1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendTo_whatWasJustWritten_sendsIt() throws Exception {
    try (var fresh = runtime.spawn(File.createNew(dir.resolve("fresh"))).await()) {
      runtime.spawn(fresh.writeAll(ByteBuffer.wrap(CONTENT, 0, 100_000))).await();
      assertThat(runtime.spawn(fresh.sendTo(stream, 0, Long.MAX_VALUE)).await()).isEqualTo(100_000);
    }
    runtime.spawn(stream.shutdown()).await();
    assertThat(Arrays.equals(socket.getInputStream().readAllBytes(), Arrays.copyOf(CONTENT, 100_000))).isTrue();
  }

  @Test
  void copy_toAConnection_goesFromThePositionToTheEnd() throws Exception {
    runtime.spawn(file.seek(SeekFrom.end(-1_000_000))).await();
    runtime.spawn(file.read(ByteBuffer.allocate(1))).await();
    assertThat(runtime.spawn(Io.copy(file, stream)).await()).isEqualTo(999_999);
    assertThat(runtime.spawn(file.streamPosition()).await()).isEqualTo(SIZE);
    assertThat(runtime.spawn(Io.copy(file, stream)).await()).isZero();
    runtime.spawn(stream.shutdown()).await();
    assertThat(Arrays.equals(socket.getInputStream().readAllBytes(),
        Arrays.copyOfRange(CONTENT, SIZE - 999_999, SIZE))).isTrue();
  }

  @Test
  void copy_ofAFileThatDoesNotSayItsLength_isByHand() throws Exception {
    var limits = Path.of("/proc/self/limits");
    assumeTrue(Files.exists(limits));
    try (var unsized = runtime.spawn(File.open(limits)).await()) {
      assertThat(runtime.spawn(Io.copy(unsized, stream)).await()).isPositive();
    }
    runtime.spawn(stream.shutdown()).await();
    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("Max open files");
  }

  @Test
  void sendTo_aReaderThatGoesAway_failsWithBothNames() throws Exception {
    var sending = runtime.spawn(file.sendTo(stream, 0, SIZE));
    socket.getInputStream().readNBytes(100);
    socket.setSoLinger(true, 0);
    socket.close();
    assertThatThrownBy(sending::await).cause().isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("sendTo failed").hasMessageContaining(file.path().toString())
        .hasMessageContaining(stream.peerAddress().toString());
    assertThat(runtime.spawn(file.read(ByteBuffer.allocate(10))).await()).isEqualTo(10);
  }

  @Test
  void sendTo_givenUpWhileTheSocketIsFull_letsBothBeClosed() throws Exception {
    var sending = runtime.spawn(file.sendTo(stream, 0, SIZE));
    socket.getInputStream().readNBytes(100);
    sending.abort();
    assertThatThrownBy(sending::await).isInstanceOf(JoinException.class);
    file.close();
    stream.close();
    var sent = socket.getInputStream().readAllBytes();
    assertThat(Arrays.equals(sent, Arrays.copyOfRange(CONTENT, 100, 100 + sent.length))).isTrue();
    await().untilAsserted(() -> assertThat(stream.bytesWritten()).isEqualTo(100 + sent.length));
    await().until(() -> runtime.metrics().blockingQueueDepth() == 0);
  }
}
