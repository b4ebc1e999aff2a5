package dev.kioto.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Tuple;
import dev.kioto.io.AsyncRead;
import dev.kioto.runtime.Runtime;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What connections of both kinds do, each between two streams of ours.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class SocketStreamTest {
  private final Kind kind;
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();
  private @Nullable SocketStream near;
  private @Nullable SocketStream far;

  enum Kind {
    TCP, UNIX
  }

  SocketStreamTest(Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void connect() {
    var streams = runtime.spawn(() -> kind == Kind.TCP ? tcpPair() : UnixStream.pair()).await();
    near = streams.first();
    far = streams.second();
  }

  private static Tuple.Two<? extends SocketStream, ? extends SocketStream> tcpPair() {
    try (var listener = TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      var connected = TcpStream.connect(listener.localAddress()).await();
      return new Tuple.Two<>(connected, listener.accept().await());
    }
  }

  @AfterEach
  void close() {
    near().close();
    far().close();
    runtime.close();
  }

  private SocketStream near() {
    return Objects.requireNonNull(near);
  }

  private SocketStream far() {
    return Objects.requireNonNull(far);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  private void send(String text) {
    far().writeAll(bytes(text)).await();
  }

  private String receive(int length) {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      assertThat(near().read(buffer).await()).isPositive();
    }
    return text(buffer);
  }

  // --- looking ahead ---

  @Test
  void peek_thenRead_givesTheSameBytesAgain() {
    send("hello");
    var look = ByteBuffer.allocate(3);
    assertThat(runtime.spawn(near().peek(look)).await()).isEqualTo(3);
    assertThat(text(look)).isEqualTo("hel");
    assertThat(near().peek(look.clear().limit(2)).await()).isEqualTo(2);
    assertThat(text(look)).isEqualTo("he");
    assertThat(receive(5)).isEqualTo("hello");
    assertThat(near().bytesRead()).isEqualTo(5);
  }

  @Test
  void peek_withALargerBuffer_seesWhatHasComeSince() {
    send("ab");
    assertThat(near().peek(ByteBuffer.allocate(8)).await()).isEqualTo(2);
    send("cd");
    var look = ByteBuffer.allocate(8);
    await().until(() -> near().tryPeek(look.clear()) == 4);
    assertThat(text(look)).isEqualTo("abcd");
    assertThat(near().tryRead(look.clear().limit(3))).isEqualTo(3);
    assertThat(text(look)).isEqualTo("abc");
    assertThat(receive(1)).isEqualTo("d");
  }

  @Test
  void peek_beforeAnythingCame_waits() {
    var look = ByteBuffer.allocate(4);
    assertThat(near().tryPeek(look)).isZero();
    var peeking = runtime.spawn(near().peek(look));
    send("x");
    assertThat(peeking.await()).isEqualTo(1);
    assertThat(receive(1)).isEqualTo("x");
  }

  @Test
  void peek_atTheEnd_saysSoBehindWhatIsThere() {
    send("z");
    far().shutdown().await();
    var look = ByteBuffer.allocate(4);
    assertThat(near().peek(look).await()).isEqualTo(1);
    assertThat(near().peek(look.clear()).await()).isEqualTo(1);
    assertThat(receive(1)).isEqualTo("z");
    assertThat(near().peek(look.clear()).await()).isEqualTo(AsyncRead.END);
    assertThat(near().read(look).await()).isEqualTo(AsyncRead.END);
  }

  @Test
  void peek_leavesTheStreamReadable_andReachesVectoredReads() {
    send("abc");
    assertThat(near().peek(ByteBuffer.allocate(3)).await()).isEqualTo(3);
    assertThat(runtime.spawn(near().readable()).await().readable()).isTrue();
    var first = ByteBuffer.allocate(1);
    var second = ByteBuffer.allocate(4);
    assertThat(near().readVectored(first, second).await()).isEqualTo(3);
    assertThat(text(first) + text(second)).isEqualTo("abc");
    assertThat(near().tryRead(second.clear())).isZero();
  }

  // --- tries and readiness ---

  @Test
  void readable_thenTryRead_waitsAgainWhenAllIsRead() {
    var reader = runtime.spawn(() -> {
      var buffer = ByteBuffer.allocate(8);
      int tries = 0;
      for (int got = 0; got < 3; tries++) {
        near().readable().await();
        got += near().tryRead(buffer.clear());
      }
      return tries;
    });
    for (int i = 0; i < 3; i++) {
      send("x");
    }
    assertThat(reader.await()).as("a try that finds nothing takes the readiness back").isLessThan(10);
  }

  @Test
  void tryWrite_untilThereIsNoRoom_thenWritableWhenThereIsAgain() {
    var block = ByteBuffer.allocate(64 * 1024);
    long written = 0;
    for (int n = near().tryWrite(block); n > 0; n = near().tryWrite(block.clear())) {
      written += n;
    }
    var waiting = runtime.spawn(near().writable());
    long left = written;
    while (left > 0) {
      left -= far().read(block.clear()).await();
    }
    assertThat(waiting.await().writable()).isTrue();
    assertThat(near().bytesWritten()).isEqualTo(written);
    assertThat(near().tryWrite(bytes("more"))).isEqualTo(4);
  }

  // --- several buffers ---

  @Test
  void vectoredWrite_arrivesInOrder_andVectoredReadFillsOneAfterTheOther() {
    assertThat(far().writeVectored(bytes("ab"), bytes(""), bytes("cdef")).await()).isEqualTo(6);
    var first = ByteBuffer.allocate(4);
    var second = ByteBuffer.allocate(4);
    await().until(() -> near().tryPeek(ByteBuffer.allocate(6)) == 6);
    assertThat(runtime.spawn(near().readVectored(first, second)).await()).isEqualTo(6);
    assertThat(text(first)).isEqualTo("abcd");
    assertThat(text(second)).isEqualTo("ef");
    assertThat(near().tryReadVectored(first.clear())).isZero();
    assertThat(near().readVectored(ByteBuffer.allocate(0)).await()).isZero();
    assertThat(far().tryWriteVectored(bytes("g"), bytes("h"))).isEqualTo(2);
    far().shutdown().await();
    assertThat(receive(2)).isEqualTo("gh");
    assertThat(near().readVectored(first.clear()).await()).isEqualTo(-1);
  }

  @Test
  void vectoredRead_givenUp_losesNothing() {
    var waiting = near().readVectored(ByteBuffer.allocate(4));
    assertThat(waiting.poll(() -> () -> {}).isReady()).isFalse();
    waiting.drop();
    send("kept");
    assertThat(receive(4)).isEqualTo("kept");
  }

  @Test
  void largeHeapBuffer_isWrittenInPieces_andArrivesWhole() {
    var block = filled(3_000_000);
    assertThat(near().tryWrite(block)).isPositive().isLessThanOrEqualTo(128 * 1024);
    var writer = runtime.spawn(() -> near().writeAll(block).await());
    var received = ByteBuffer.allocate(3_000_000);
    while (received.hasRemaining()) {
      assertThat(far().read(received).await()).isPositive();
    }
    writer.await();
    assertThat(received.flip()).isEqualTo(block.clear());
  }

  @Test
  void largeHeapBuffers_ofAVectoredWrite_arriveWhole() {
    var parts = new ByteBuffer[] {bytes("ab"), filled(100_000),
        ByteBuffer.allocateDirect(50_000).put(filled(50_000)).flip(),
        filled(400_000), bytes("yz")};
    int length = Arrays.stream(parts).mapToInt(ByteBuffer::remaining).sum();
    var whole = ByteBuffer.allocate(length);
    Arrays.stream(parts).map(ByteBuffer::duplicate).forEach(whole::put);
    var writer = runtime.spawn(() -> near().writeAll(parts).await());
    var first = ByteBuffer.allocate(300_000);
    var second = ByteBuffer.allocate(length - 300_000);
    while (first.hasRemaining() || second.hasRemaining()) {
      assertThat(far().readVectored(first, second).await()).isPositive();
    }
    writer.await();
    assertThat(first.flip()).isEqualTo(whole.flip().slice(0, 300_000));
    assertThat(second.flip()).isEqualTo(whole.slice(300_000, length - 300_000));
  }

  private static ByteBuffer filled(int length) {
    var buffer = ByteBuffer.allocate(length);
    for (int i = 0; i < length; i++) {
      buffer.put(i, (byte) ((i * 31) >> 4));
    }
    return buffer;
  }

  // --- halves ---

  private Halves<? extends SocketStream> split(SocketStream stream) {
    return switch (stream) {
      case TcpStream tcp -> tcp.split();
      case UnixStream unix -> unix.split();
    };
  }

  @Test
  void halves_ofOneStream_readAndWriteAtATime() {
    var halves = split(near());
    var reading = runtime.spawn(() -> {
      var all = new StringBuilder();
      var buffer = ByteBuffer.allocate(16);
      while (halves.reader().read(buffer.clear()).await() > 0) {
        all.append(text(buffer));
      }
      halves.reader().close();
      return all.toString();
    });
    var writing = runtime.spawn(() -> {
      halves.writer().writeAll(bytes("question")).await();
      halves.writer().close();
      return null;
    });
    var question = ByteBuffer.allocate(16);
    while (far().read(question).await() > 0) {}
    assertThat(text(question)).as("the close of the writing half ends the writing").isEqualTo("question");
    writing.await();
    assertThat(near().channel().isOpen()).as("one half is open").isTrue();
    send("answer");
    far().shutdown().await();
    assertThat(reading.await()).isEqualTo("answer");
    assertThat(near().channel().isOpen()).as("no half is open").isFalse();
  }

  @Test
  void half_thatIsClosed_refusesToBeUsed() {
    var halves = split(near());
    halves.reader().close();
    halves.reader().close();
    assertThatThrownBy(() -> halves.reader().read(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(near().toString());
    halves.writer().forget();
    assertThatThrownBy(() -> halves.writer().write(bytes("x"))).isInstanceOf(IllegalStateException.class);
    assertThat(near().channel().isOpen()).isFalse();
  }

  @Test
  void halves_ofOneStream_becomeOneAgain_andThoseOfTwoDoNot() {
    if (near() instanceof TcpStream a && far() instanceof TcpStream b) {
      checkReunite(a.split(), b.split(), a);
    } else if (near() instanceof UnixStream a && far() instanceof UnixStream b) {
      checkReunite(a.split(), b.split(), a);
    }
  }

  private static <S extends SocketStream> void checkReunite(Halves<S> first, Halves<S> second, S stream) {
    assertThatThrownBy(() -> first.reader().reunite(second.writer())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different streams");
    assertThat(first.writer().reunite(first.reader())).isSameAs(stream);
    assertThatThrownBy(() -> first.writer().write(bytes("x"))).isInstanceOf(IllegalStateException.class);
    first.writer().close();
    assertThat(stream.write(bytes("x")).await()).as("what was one half does not close the stream").isEqualTo(1);
    second.writer().close();
    assertThatThrownBy(() -> second.reader().reunite(second.writer())).isInstanceOf(IllegalStateException.class);
  }

  // --- ends ---

  @Test
  void shutdown_endsTheWritingAlone() {
    near().writeAll(bytes("last")).await();
    near().shutdown().await();
    near().shutdown().await();
    var buffer = ByteBuffer.allocate(8);
    while (far().read(buffer).await() > 0) {}
    assertThat(text(buffer)).isEqualTo("last");
    send("still heard");
    assertThat(receive(11)).isEqualTo("still heard");
    assertThatThrownBy(() -> near().write(bytes("x")).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(near().toString());
  }

  @Test
  void write_toAPeerThatIsGone_failsAfterAWhile() {
    far().close();
    assertThatThrownBy(() -> runtime.spawn(() -> {
      for (int i = 0; i < 1_000; i++) {
        near().writeAll(ByteBuffer.allocate(64 * 1024)).await();
      }
      return null;
    }).await()).cause().isInstanceOf(UncheckedIOException.class).hasMessageContaining(near().toString())
        .hasMessageContaining("write failed");
  }

  @Test
  void close_whileOneReadsAndOneWrites_failsBoth() {
    var reading = runtime.spawn(near().read(ByteBuffer.allocate(1)));
    while (near().tryWrite(ByteBuffer.allocate(64 * 1024)) > 0) {}
    var writing = runtime.spawn(near().writeAll(bytes("one too many")));
    var peeking = runtime.spawn(near().writable());
    near().close();
    assertThatThrownBy(reading::await).cause().isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(writing::await).cause().isInstanceOf(UncheckedIOException.class);
    assertThat(peeking.await().closed()).isTrue();
    for (var use : Arrays.<Runnable>asList(() -> near().tryRead(ByteBuffer.allocate(1)),
        () -> near().tryWrite(bytes("x")), () -> near().peek(ByteBuffer.allocate(1)).await(),
        () -> near().shutdown().await(), () -> near().option(StandardSocketOptions.SO_SNDBUF))) {
      assertThatThrownBy(use::run).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(near().toString());
    }
  }

  @Test
  void runtime_thatShutsDown_endsWhoWaits() {
    var reading = runtime.spawn(near().read(ByteBuffer.allocate(1)));
    runtime.close();
    assertThatThrownBy(reading::await).hasRootCauseInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> near().peek(ByteBuffer.allocate(1)).await()).isInstanceOf(CancelledException.class);
  }
}
