package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.Task;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.TestFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies, one way and both ways.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class CopyTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 100_000, 3_000_000})
  void copy_ofAnySize_isWhole(int size) {
    var bytes = random(size);
    var sink = new Trickle(new byte[0], 50_000);
    assertThat(Io.copy(new Trickle(bytes, 300_000), sink).await()).isEqualTo(size);
    assertThat(sink.written()).isEqualTo(bytes);
    sink = new Trickle(new byte[0], 50_000);
    assertThat(Io.copyBuf(new BufReader<>(new Trickle(bytes, 300_000)), sink).await()).isEqualTo(size);
    assertThat(sink.written()).isEqualTo(bytes);
  }

  @Test
  void copy_whoseReaderHasNothing_flushesWhatItHas() {
    for (boolean fromBuffer : new boolean[] {false, true}) {
      var source = Io.duplex(64);
      var target = Io.duplex(64);
      var writer = new BufWriter<>(target.a());
      var copy = TestFuture.of(fromBuffer ? Io.copyBuf(new BufReader<>(source.b()), writer)
          : Io.copy(source.b(), writer));
      source.a().writeAll(bytes("question")).await();
      copy.assertPending();
      var into = ByteBuffer.allocate(8);
      assertThat(target.b().read(into).await()).isEqualTo(8);
      source.a().shutdown().await();
      assertThat(copy.isWoken()).isTrue();
      copy.assertReady(8L);
    }
  }

  @Test
  void copy_whoseWriterHasNoRoom_readsAheadUpToItsBuffer() {
    var source = Io.duplex(100_000);
    var target = Io.duplex(10);
    var copy = TestFuture.of(Io.copy(source.b(), target.a()));
    source.a().writeAll(ByteBuffer.allocate(20)).await();
    copy.assertPending();
    source.a().writeAll(ByteBuffer.allocate(5_000)).await();
    copy.assertPending();
    assertThat(source.a().write(ByteBuffer.allocate(100_000)).await()).isEqualTo(100_000);
    source.a().shutdown().await();
    var read = ByteBuffer.allocate(105_020);
    while (!copy.poll().isReady()) {
      assertThat(target.b().read(read).await()).isPositive();
    }
    target.a().shutdown().await();
    target.b().readToEnd(read).await();
    assertThat(read.hasRemaining()).isFalse();
  }

  @Test
  void copy_fromWhatKnowsAShorterWay_takesIt() {
    record Known(AsyncWrite shortcut) implements CopySource {
      @Override
      public @Nullable Future<Long> copyTo(AsyncWrite writer) {
        return writer.equals(shortcut) ? Futures.ready(7L) : null;
      }

      @Override
      public int pollRead(Context cx, ByteBuffer into) {
        return END;
      }
    }
    var sink = Io.sink();
    assertThat(Io.copy(new Known(sink), sink).await()).isEqualTo(7);
    assertThat(Io.copy(new Known(sink), Io.sink()).await()).isZero();
  }

  @Test
  void copyBuf_givenUpAtAnyPoint_losesNothing() {
    for (int polls = 0; polls < 20; polls++) {
      var reader = new BufReader<>(Trickle.of("hello world", 3), 4);
      var sink = new Trickle(new byte[0], 1);
      var copy = TestFuture.of(Io.copyBuf(reader, sink));
      for (int i = 0; i < polls && !copy.poll().isReady(); i++) {
        assertThat(copy.isWoken()).isTrue();
      }
      copy.drop();
      Io.copyBuf(reader, sink).await();
      assertThat(sink.text()).as("given up after %s polls", polls).isEqualTo("hello world");
    }
  }

  @Test
  void copy_givenUp_losesNoMoreThanItsBuffer() {
    for (int polls = 0; polls < 20; polls++) {
      var source = Trickle.of("hello world", 3);
      var sink = new Trickle(new byte[0], 1);
      var copy = TestFuture.of(Io.copy(source, sink));
      for (int i = 0; i < polls && !copy.poll().isReady(); i++) {
        assertThat(copy.isWoken()).isTrue();
      }
      copy.drop();
      assertThat("hello world").startsWith(sink.text()).endsWith(source.rest());
    }
  }

  @Test
  void copy_thatFails_saysWhichSide() {
    try (var io = IoMock.builder().read("x").readFails(new IOException("reset")).build()) {
      assertThatThrownBy(() -> Io.copy(io, Io.sink()).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("IoMock: read failed: reset");
    }
    try (var io = IoMock.builder().writeFails(new IOException("full")).build()) {
      assertThatThrownBy(() -> Io.copy(Trickle.of("x", 1), io).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("IoMock: write failed: full");
    }
  }

  @Test
  void copy_ofWhatIsAlwaysReady_givesWay() {
    try (var runtime = Runtime.builder().enableAll().currentThread().build()) {
      runtime.blockOn(() -> {
        var stopped = new AtomicBoolean();
        var endless = Task.spawn(Io.copy(Io.repeat((byte) 1), Io.sink()));
        var eager = Task.spawn(Io.copy((_, into) -> into.position(into.limit()).limit(), new Greedy()));
        Task.spawn(() -> stopped.set(true)).await();
        assertThat(stopped).isTrue();
        endless.abort();
        eager.abort();
        return null;
      });
    }
  }

  /// Takes everything, and no budget.
  private static final class Greedy implements AsyncWrite {
    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      int n = from.remaining();
      from.position(from.limit());
      return n;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }
  }

  @Test
  void copyBidirectional_withHalfCloses_endsEachWayApart() {
    var left = Io.duplex(16);
    var right = Io.duplex(16);
    var copy = TestFuture.of(Io.copyBidirectional(left.b(), right.a()));
    left.a().writeAll(bytes("request")).await();
    left.a().shutdown().await();
    copy.assertPending();
    assertThat(right.b().readToString(10).await()).isEqualTo("request");
    right.b().writeAll(bytes("an answer")).await();
    copy.assertPending();
    var into = ByteBuffer.allocate(9);
    left.a().readExact(into).await();
    right.b().shutdown().await();
    assertThat(copy.isWoken()).isTrue();
    copy.assertReady(new Copied(7, 9));
    assertThat(left.a().read(ByteBuffer.allocate(1)).await()).isEqualTo(AsyncRead.END);
  }

  @Test
  void copyBidirectional_givenUp_losesNoMoreThanItsBuffers() {
    for (int polls = 0; polls < 30; polls++) {
      var left = Trickle.of("from the left", 3);
      var right = Trickle.of("from the right side", 2);
      var copy = TestFuture.of(Io.copyBidirectional(left, right));
      for (int i = 0; i < polls && !copy.poll().isReady(); i++) {
        assertThat(copy.isWoken()).isTrue();
      }
      copy.drop();
      assertThat("from the left").startsWith(right.text()).endsWith(left.rest());
      assertThat("from the right side").startsWith(left.text()).endsWith(right.rest());
    }
  }

  @Test
  void copyBidirectional_whenOneSideFails_fails() {
    var left = Io.duplex(16);
    try (var io = IoMock.builder().readFails(new IOException("reset")).build()) {
      assertThatThrownBy(() -> Io.copyBidirectional(left.b(), io, 10, 10).await()).hasMessageContaining("reset");
    }
    assertThatThrownBy(() -> Io.copyBidirectional(left.b(), left.a(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
  }

  /// A writer that never waits, and takes no budget.
  private static final class Hole implements AsyncWrite {
    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      int n = from.remaining();
      from.position(from.limit());
      return n;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }
  }

  @Test
  void copyBidirectional_oneWayOfWhichNeverWaits_goesTheOtherWayToo() {
    var there = Io.simplex(8);
    var here = Io.simplex(8);
    there.writer().writeAll(bytes("hello")).await();
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      var copy = runtime.spawn(
          Io.copyBidirectional(Io.join(Io.repeat((byte) 1), here.writer()), Io.join(there.reader(), new Hole())));
      var into = ByteBuffer.allocate(5);
      here.reader().readExact(into).await();
      assertThat(into.flip()).isEqualTo(bytes("hello"));
      copy.abort();
    }
  }

  @ParameterizedTest
  @EnumSource
  void proxy_betweenSockets_bringsAllBothWays(Setup setup) {
    try (var runtime = setup.start()) {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = runtime.spawn(() -> TcpListener.bind(anyPort)).await();
      var proxy = runtime.spawn(() -> TcpListener.bind(anyPort)).await();
      var echo = runtime.spawn(() -> {
        try (var stream = server.accept().await()) {
          long n = Io.copy(stream, stream).await();
          stream.shutdown().await();
          return n;
        }
      });
      var relayed = runtime.spawn(() -> {
        try (var client = proxy.accept().await(); var behind = TcpStream.connect(server.localAddress()).await()) {
          return Io.copyBidirectional(client, behind).await();
        }
      });
      var sent = random(2_000_000);
      byte[] back = runtime.spawn(() -> {
        try (var stream = TcpStream.connect(proxy.localAddress()).await()) {
          var writing = Task.spawn(() -> {
            stream.writeAll(ByteBuffer.wrap(sent)).await();
            stream.shutdown().await();
          });
          var all = stream.readToEnd(sent.length).await();
          writing.await();
          return all;
        }
      }).await();
      assertThat(back).isEqualTo(sent);
      assertThat(relayed.await()).isEqualTo(new Copied(sent.length, sent.length));
      assertThat(echo.await()).isEqualTo(sent.length);
      server.close();
      proxy.close();
    }
  }
}
