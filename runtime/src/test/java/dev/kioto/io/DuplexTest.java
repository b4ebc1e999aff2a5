package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.testing.TestFuture;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections and pipes in memory, and halves of streams.
@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class DuplexTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer read) {
    return StandardCharsets.UTF_8.decode(read.duplicate().flip()).toString();
  }

  @Test
  void duplex_bothWays_bringsWhatWasWritten() {
    var duplex = Io.duplex(64);
    duplex.a().writeAll(bytes("ping")).await();
    var into = ByteBuffer.allocate(4);
    duplex.b().readExact(into).await();
    assertThat(text(into)).isEqualTo("ping");
    duplex.b().writeAll(bytes("pong")).await();
    duplex.a().readExact(into.clear()).await();
    assertThat(text(into)).isEqualTo("pong");
  }

  @Test
  void writer_ofAFullPipe_waitsForTheReader() {
    var duplex = Io.duplex(4);
    assertThat(duplex.a().write(bytes("abcdef")).await()).isEqualTo(4);
    var write = TestFuture.of(duplex.a().write(bytes("ef")));
    write.assertPending();
    duplex.b().readExact(ByteBuffer.allocate(1)).await();
    assertThat(write.isWoken()).isTrue();
    write.assertReady(1);
    assertThat(duplex.b().read(ByteBuffer.allocate(9)).await()).isEqualTo(4);
  }

  @Test
  void reader_ofAnEmptyPipe_waitsForTheWriter() {
    var duplex = Io.duplex(4);
    var into = ByteBuffer.allocate(8);
    var read = TestFuture.of(duplex.a().read(into));
    read.assertPending();
    duplex.b().writeAll(bytes("hi")).await();
    assertThat(read.isWoken()).isTrue();
    read.assertReady(2);
    assertThat(text(into)).isEqualTo("hi");
  }

  @Test
  void shutdown_ofOneEnd_letsTheOtherGoOnWriting() {
    var duplex = Io.duplex(16);
    duplex.a().writeAll(bytes("last")).await();
    duplex.a().shutdown().await();
    duplex.a().shutdown().await();
    assertThat(duplex.b().readToString(10).await()).isEqualTo("last");
    duplex.b().writeAll(bytes("answer")).await();
    duplex.b().shutdown().await();
    assertThat(duplex.a().readToString(10).await()).isEqualTo("answer");
    assertThatThrownBy(() -> duplex.a().writeAll(bytes("more")).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessage("DuplexStream: write failed: the writing was ended before");
  }

  @Test
  void close_ofOneEnd_endsTheReadsAndFailsTheWritesOfTheOther() {
    var duplex = Io.duplex(4);
    duplex.a().writeAll(bytes("bye")).await();
    duplex.b().writeAll(bytes("full")).await();
    var write = TestFuture.of(duplex.b().write(bytes("x")));
    write.assertPending();
    duplex.a().close();
    duplex.a().close();
    assertThat(write.isWoken()).isTrue();
    write.assertFails(UncheckedIOException.class);
    assertThat(duplex.b().readToString(10).await()).isEqualTo("bye");
    assertThatThrownBy(() -> duplex.b().write(bytes("x")).await())
        .hasMessage("DuplexStream: write failed: the other end is closed");
    assertThatThrownBy(() -> duplex.a().read(ByteBuffer.allocate(1)).await()).hasMessageContaining("read failed");
  }

  @Test
  void close_whileTheOwnReadWaits_failsIt() {
    var duplex = Io.duplex(4);
    var read = TestFuture.of(duplex.a().read(ByteBuffer.allocate(1)));
    read.assertPending();
    duplex.a().close();
    assertThat(read.isWoken()).isTrue();
    read.assertFails(UncheckedIOException.class);
  }

  @Test
  void readAndWrite_givenUp_loseNothing() {
    var duplex = Io.duplex(2);
    var read = TestFuture.of(duplex.b().read(ByteBuffer.allocate(4)));
    read.assertPending();
    read.drop();
    duplex.a().writeAll(bytes("ab")).await();
    var from = bytes("cd");
    var write = TestFuture.of(duplex.a().write(from));
    write.assertPending();
    write.drop();
    assertThat(from.remaining()).isEqualTo(2);
    var into = ByteBuffer.allocate(2);
    duplex.b().readExact(into).await();
    assertThat(text(into)).isEqualTo("ab");
    assertThat(duplex.b().read(ByteBuffer.allocate(0)).await()).isZero();
    assertThat(duplex.a().write(ByteBuffer.allocate(0)).await()).isZero();
  }

  @Test
  void capacity_ofNothing_isRefused() {
    assertThatThrownBy(() -> Io.duplex(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    assertThatThrownBy(() -> Io.simplex(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
  }

  @ParameterizedTest
  @EnumSource
  void simplex_betweenTwoTasks_keepsEveryByteInOrder(Setup setup) {
    try (var runtime = setup.start()) {
      var simplex = Io.simplex(777);
      var sent = new byte[1_000_000];
      new Random(7).nextBytes(sent);
      var writer = runtime.spawn(() -> {
        var from = ByteBuffer.wrap(sent);
        var sizes = new Random(8);
        while (from.hasRemaining()) {
          int n = Math.min(from.remaining(), 1 + sizes.nextInt(2_000));
          simplex.writer().writeAll(from.slice(from.position(), n)).await();
          from.position(from.position() + n);
        }
        simplex.writer().close();
      });
      assertThat(runtime.spawn(simplex.reader().readToEnd(sent.length)).await()).isEqualTo(sent);
      writer.await();
    }
  }

  @Test
  void reader_ofAPipeThatIsNeverEmpty_givesWay() {
    try (var runtime = Runtime.builder().enableAll().currentThread().build()) {
      var others = new AtomicBoolean();
      boolean seen = runtime.blockOn(runtime.spawn(() -> {
        runtime.spawn(() -> others.set(true));
        var into = ByteBuffer.allocate(16);
        var zeros = Io.repeat((byte) 0);
        var simplex = Io.simplex(1_000);
        for (int i = 0; i < 1_000_000 && !others.get(); i++) {
          simplex.writer().writeAll(into.clear()).await();
          simplex.reader().readExact(into.clear()).await();
          zeros.readExact(into.clear()).await();
        }
        return others.get();
      }));
      assertThat(seen).isTrue();
    }
  }

  // --- halves ---

  @Test
  void halves_ofOneStream_areReadAndWrittenApart() {
    var duplex = Io.duplex(16);
    var halves = Io.split(duplex.a());
    halves.writer().writeAll(bytes("hi"), bytes("!")).await();
    halves.writer().flush().await();
    halves.writer().shutdown().await();
    assertThat(duplex.b().readToString(9).await()).isEqualTo("hi!");
    duplex.b().writeAll(bytes("yo")).await();
    var into = ByteBuffer.allocate(2);
    halves.reader().readExact(into).await();
    assertThat(text(into)).isEqualTo("yo");
  }

  @Test
  void unsplit_ofAPair_givesTheStreamBack() {
    var duplex = Io.duplex(16);
    var halves = Io.split(duplex.a());
    var others = Io.split(duplex.b());
    assertThat(halves.reader().isPairOf(others.writer())).isFalse();
    assertThatThrownBy(() -> halves.reader().unsplit(others.writer())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different streams");
    assertThat(halves.reader().unsplit(halves.writer())).isSameAs(duplex.a());
    assertThatThrownBy(() -> halves.reader().read(ByteBuffer.allocate(1)).await())
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("unsplit");
  }

  @Test
  void halves_bothClosed_closeTheStream() {
    var io = Trickle.of("x", 1);
    var halves = Io.split(io);
    halves.reader().close();
    halves.reader().close();
    assertThat(io.closes).isZero();
    halves.writer().close();
    halves.writer().close();
    assertThat(io.closes).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void halves_inTwoTasks_takeTurns(Setup setup) {
    try (var runtime = setup.start()) {
      var turns = new OneAtATime();
      var halves = Io.split(turns);
      var reads = runtime.spawn(() -> {
        for (int i = 0; i < 20_000; i++) {
          halves.reader().read(ByteBuffer.allocate(1)).await();
        }
      });
      var from = ByteBuffer.allocate(20_000);
      runtime.spawn(halves.writer().writeAll(from)).await();
      reads.await();
      assertThat(turns.both).isFalse();
      assertThat(turns.polls).isEqualTo(40_000);
    }
  }

  /// Notices when two threads are in it.
  private static final class OneAtATime implements AsyncRead, AsyncWrite {
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile boolean both;
    private int polls; // plain, to see that a poll sees the one before

    private int one(ByteBuffer buffer) {
      both |= !inside.compareAndSet(false, true);
      polls++;
      buffer.position(buffer.position() + 1);
      inside.set(false);
      return 1;
    }

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      return one(into);
    }

    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      return one(from);
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }
  }
}
