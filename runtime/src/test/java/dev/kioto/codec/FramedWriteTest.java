package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Io;
import dev.kioto.stream.Streams;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.StreamMock;
import dev.kioto.testing.TestFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class FramedWriteTest {
  private final SlowTarget target = new SlowTarget(5);
  private final FramedWrite<String> lines = new FramedWrite<>(target, new LinesCodec());

  private String written() {
    return new String(target.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void feed_keepsTheItem_andFlush_writesAll() {
    lines.feed("one").await();
    lines.feed("two").await();
    assertThat(written()).isEmpty();
    assertThat(lines.buffer().remaining()).isEqualTo(8);
    target.allow(100);
    lines.flush().await();
    assertThat(written()).isEqualTo("one\ntwo\n");
    assertThat(target.flushes).isEqualTo(1);
  }

  @Test
  void send_isReady_whenAllIsWritten() {
    var send = TestFuture.of(lines.send("hello world"));
    send.assertPending();
    target.allow(11);
    assertThat(send.isWoken()).isTrue();
    send.assertPending();
    target.allow(1);
    send.assertReady();
    assertThat(written()).isEqualTo("hello world\n");
  }

  @Test
  void slowReader_boundsTheBuffer() {
    var item = "x".repeat(99);
    TestFuture<@Nullable Void> feed;
    int taken = 0;
    while (true) {
      feed = TestFuture.of(lines.feed(item));
      if (!feed.poll().isReady()) {
        break;
      }
      taken++;
    }
    assertThat(taken).isEqualTo(82);
    assertThat(lines.buffer().remaining()).isEqualTo(8200);
    target.allow(8);
    feed.assertPending();
    target.allow(1);
    feed.assertReady();
    assertThat(lines.buffer().remaining()).isEqualTo(8291);
  }

  @Test
  void boundary1_writesEachItemBeforeTheNext() {
    lines.backpressureBoundary(1).feed("a").await();
    var second = TestFuture.of(lines.feed("b"));
    second.assertPending();
    target.allow(2);
    second.assertReady();
    assertThat(written()).isEqualTo("a\n");
    assertThatThrownBy(() -> lines.backpressureBoundary(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void startSend_withoutRoom_isRefused() {
    lines.backpressureBoundary(1).startSend("a");
    assertThatThrownBy(() -> lines.startSend("b")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 bytes wait to be written");
  }

  @Test
  void droppedFeed_hasNotGivenItsItem() {
    lines.backpressureBoundary(1).feed("a").await();
    var feed = TestFuture.of(lines.feed("lost"));
    feed.assertPending();
    feed.drop();
    target.allow(100);
    lines.send("b").await();
    assertThat(written()).isEqualTo("a\nb\n");
  }

  @Test
  void droppedSend_atEachPoint_hasGivenAllOfItsItemOrNone() {
    for (int room = 0; room < 12; room++) {
      var slow = new SlowTarget(1);
      var sink = new FramedWrite<>(slow, new LinesCodec());
      sink.feed("one").await();
      slow.allow(room);
      var send = TestFuture.of(sink.send("second"));
      boolean over = send.poll().isReady();
      assertThat(over).isEqualTo(room == 11);
      send.drop();
      slow.allow(100);
      sink.send("third").await();
      assertThat(new String(slow.bytes(), StandardCharsets.UTF_8)).isEqualTo("one\nsecond\nthird\n");
    }
  }

  @Test
  void droppedSend_thatWaitsForRoom_hasGivenNothing() {
    lines.backpressureBoundary(4).feed("one").await();
    target.allow(0);
    var send = TestFuture.of(lines.send("second"));
    send.assertPending();
    send.drop();
    target.allow(100);
    lines.send("third").await();
    assertThat(written()).isEqualTo("one\nthird\n");
  }

  @Test
  void refusedItem_leavesNothing_andTheNextIsSent() {
    Encoder<String> encoder = (item, out) -> {
      out.put(Cuts.latin(item));
      if (item.startsWith("bad")) {
        throw new IllegalArgumentException(item);
      }
    };
    var sink = new FramedWrite<>(target, encoder);
    sink.feed("one,").await();
    assertThatThrownBy(() -> sink.feed("bad".repeat(5000)).await()).isInstanceOf(IllegalArgumentException.class);
    assertThat(sink.buffer().remaining()).isEqualTo(4);
    target.allow(100);
    sink.send("two").await();
    assertThat(written()).isEqualTo("one,two");
  }

  @Test
  void failedWrite_isTold_andTheRestStays() {
    try (var io = IoMock.builder().write("he").writeFails(new IOException("full")).write("llo\n").build()) {
      var sink = new FramedWrite<>(io, new LinesCodec());
      assertThatThrownBy(() -> sink.send("hello").await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("IoMock: write failed: full");
      sink.flush().await();
      sink.close();
    }
  }

  @Test
  void targetThatMakesNoProgress_isAFailure() {
    var stubborn = new Stubborn();
    var sink = new FramedWrite<>(stubborn, new LinesCodec());
    for (int answer : List.of(0, -1, 3)) {
      stubborn.answer = answer;
      assertThatThrownBy(() -> sink.send("x").await()).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("it answered " + answer + " and took 0 of ");
    }
  }

  private static final class Stubborn implements AsyncWrite {
    private int answer;

    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      return answer;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }
  }

  @Test
  void shutdown_flushesFirst_andClose_givesUpTheRest() {
    lines.feed("one").await();
    var shutdown = TestFuture.of(lines.shutdown());
    shutdown.assertPending();
    assertThat(target.shutDown).isFalse();
    target.allow(4);
    shutdown.assertReady();
    assertThat(target.shutDown).isTrue();
    lines.feed("two").await();
    lines.close();
    assertThat(target.closed).isTrue();
    assertThat(lines.buffer().isEmpty()).isTrue();
    assertThat(written()).isEqualTo("one\n");
  }

  @Test
  void sendAll_flushesWheneverNoItemWaits() {
    target.allow(1000);
    try (var items = StreamMock.<String>builder().next("a").next("b").build()) {
      lines.sendAll(items).await();
    }
    assertThat(written()).isEqualTo("a\nb\n");
    assertThat(target.shutDown).isFalse();
    assertThat(target.flushes).isEqualTo(1);
  }

  @Test
  void forward_ofMoreThanTheBuffer_atEachPace_givesAll_andShutsDown() {
    var expected = String.join("", IntStream.range(0, 2000).mapToObj(n -> n + "\n").toList());
    for (int pace : new int[] {1, 100, 3333, 100_000}) {
      var slow = new SlowTarget(pace);
      var sink = new FramedWrite<>(slow, new LinesCodec());
      var forward = TestFuture.of(Streams.iter(IntStream.range(0, 2000).boxed()).map(String::valueOf).forward(sink));
      while (!forward.poll().isReady()) {
        assertThat(sink.buffer().remaining()).isLessThan(8 * 1024 + 5);
        slow.allow(pace);
      }
      assertThat(new String(slow.bytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
      assertThat(slow.shutDown).isTrue();
    }
  }

  @Test
  void twoEnds_inMemory_withRoomForLessThanAFrame() {
    var ends = Io.duplex(7);
    var here = Framed.of(ends.a(), new LengthDelimitedCodec());
    var there = Framed.of(ends.b(), new LengthDelimitedCodec());
    var sent = IntStream.range(0, 300).mapToObj(n -> ByteBuffer.allocate(n).put(0, new byte[n])).toList();
    var all = Futures.join(Streams.iter(sent).forward(here.writer()), there.reader().forward(there.writer()),
        here.reader().toList());
    assertThat(all.await().third()).isEqualTo(sent);
  }

  @Test
  void droppedSendAll_losesNoItem() {
    lines.backpressureBoundary(1);
    try (var items = StreamMock.<String>builder().next("a").next("b").next("c").build()) {
      var first = TestFuture.of(lines.sendAll(items));
      first.assertPending();
      first.drop();
      target.allow(100);
      lines.sendAll(items).await();
    }
    assertThat(written()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void droppedForward_closesItsStream() {
    var closed = new boolean[1];
    var items = Streams.repeat(() -> Futures.<String>pending(), () -> closed[0] = true);
    var forward = TestFuture.of(items.forward(lines));
    forward.assertPending();
    forward.drop();
    assertThat(closed[0]).isTrue();
    assertThat(target.closed).isFalse();
  }
}
