package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Tuple;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import dev.kioto.runtime.Runtime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Operations of sockets that are given up, each at each point of its life: what they lose is what they say, which is nothing. Those
/// of whole tasks that are aborted are in [ConnectionsTest].
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class GivenUpTest {
  private final Runtime runtime;

  @TempDir
  Path folder;

  GivenUpTest(boolean epoll) {
    runtime = Runtime.builder().enableAll().workerThreads(1).epoll(epoll).build();
  }

  enum Point {
    /// Never polled.
    NEW,
    /// Polled once, and waits.
    WAITING,
    /// Woken, and not polled for it.
    WOKEN
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  // What it waits for comes before it is given up, or afterwards.
  private static void giveUp(Point point, Future<?> operation, Runnable news) {
    var polled = HandPolled.of(operation);
    if (point != Point.NEW) {
      assertThat(polled.isReady()).isFalse();
    }
    if (point != Point.WOKEN) {
      polled.drop();
    }
    news.run();
    if (point == Point.WOKEN) {
      await().until(() -> polled.wakes() > 0);
      polled.drop();
    }
  }

  private static void write(UnixStream stream, String text) {
    stream.writeAll(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))).await();
  }

  private static String read(AsyncRead from, int length) {
    var buffer = ByteBuffer.allocate(length);
    from.readExact(buffer).await();
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  private Tuple.Two<UnixStream, UnixStream> pair() {
    return runtime.spawn(UnixStream::pair).await();
  }

  @ParameterizedTest
  @EnumSource
  void peekAndReads_givenUp_leaveWhatComes(Point point) {
    var pair = pair();
    try (var stream = pair.first(); var other = pair.second()) {
      var buffer = ByteBuffer.allocate(2);
      giveUp(point, stream.peek(buffer), () -> write(other, "abc"));
      assertThat(read(stream, 3)).isEqualTo("abc");
      giveUp(point, stream.read(buffer), () -> write(other, "def"));
      assertThat(read(stream, 3)).isEqualTo("def");
      giveUp(point, stream.readVectored(buffer, ByteBuffer.allocate(1)), () -> write(other, "ghi"));
      assertThat(read(stream, 3)).isEqualTo("ghi");
      assertThat(stream.tryRead(buffer)).isZero();
      giveUp(point, stream.ready(Interest.READABLE), () -> write(other, "jkl"));
      stream.readable().await();
      assertThat(read(stream, 3)).isEqualTo("jkl");
      assertThat(buffer.position()).isZero();
      assertThat(stream.bytesRead()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writes_givenUp_tellByTheirBuffersWhatWasSent(Point point) {
    var pair = pair();
    try (var stream = pair.first(); var other = pair.second()) {
      long sent = fill(stream);
      var buffers = new ByteBuffer[] {ByteBuffer.allocate(7), ByteBuffer.allocate(1 << 20)};
      var drained = ByteBuffer.allocate((int) sent);
      giveUp(point, stream.write(buffers[1]), () -> other.readExact(drained).await());
      int again = (int) fill(stream);
      giveUp(point, stream.writeVectored(buffers), () -> other.readExact(ByteBuffer.allocate(again)).await());
      assertThat(buffers).allMatch(buffer -> buffer.position() == 0);
      stream.shutdown().await();
      long received = sent + again;
      for (int n = 0; n >= 0; n = other.read(drained.clear()).await()) {
        received += n;
      }
      assertThat(received).isEqualTo(stream.bytesWritten());
    }
  }

  // As much as there is room for.
  private static long fill(UnixStream stream) {
    long sent = 0;
    var block = ByteBuffer.allocateDirect(1 << 16);
    for (int n = 1; n > 0; n = stream.tryWrite(block.clear())) {
      sent += n;
    }
    return sent - 1;
  }

  @ParameterizedTest
  @EnumSource
  void receives_givenUp_leaveTheDatagram(Point point) {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var socket = runtime.spawn(() -> UdpSocket.bind(any)).await();
        var other = runtime.spawn(() -> UdpSocket.bind(any)).await()) {
      var buffer = ByteBuffer.allocate(8);
      giveUp(point, socket.recv(buffer), () -> other.sendTo(ByteBuffer.allocate(1), socket.localAddress()).await());
      assertThat(socket.recv(buffer).await()).isOne();
      giveUp(point, socket.recvFrom(buffer), () -> other.sendTo(ByteBuffer.allocate(2), socket.localAddress()).await());
      assertThat(socket.recvFrom(buffer).await()).isEqualTo(other.localAddress());
      assertThat(buffer.position()).isEqualTo(3);
      var unsent = ByteBuffer.allocate(4);
      HandPolled.of(socket.sendTo(unsent, other.localAddress())).drop();
      assertThat(unsent.position()).isZero();
      assertThat(socket.bytesSent()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void accepts_givenUp_leaveTheConnectionToTheNext(Point point) {
    var path = folder.resolve("socket");
    try (var listener = runtime.spawn(() -> UnixListener.bind(path)).await()) {
      var connecting = new UnixStream[1];
      giveUp(point, listener.accept(), () -> connecting[0] = runtime.spawn(UnixStream.connect(path)).await());
      try (var stream = listener.accept().await(); var other = connecting[0]) {
        write(other, "kept");
        assertThat(read(stream, 4)).isEqualTo("kept");
      }
    }
  }
}
