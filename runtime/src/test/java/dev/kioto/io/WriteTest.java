package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.TestFuture;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every writer can do, and the writer with a buffer.
@Timeout(30)
final class WriteTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Trickle sink(int atATime) {
    return new Trickle(new byte[0], atATime);
  }

  private static void giveUpAfter(int polls, Future<?> operation) {
    var future = TestFuture.of(operation);
    for (int i = 0; i < polls && !future.poll().isReady(); i++) {
      assertThat(future.isWoken()).isTrue();
    }
    future.drop();
  }

  @Test
  void writeAll_inPieces_writesAll() {
    var sink = sink(2);
    sink.writeAll(bytes("hello world")).await();
    assertThat(sink.text()).isEqualTo("hello world");
  }

  @Test
  void writeAll_givenUpAtAnyPoint_goesOnWithTheSameBuffer() {
    for (int polls = 0; polls < 8; polls++) {
      var sink = sink(1);
      var from = bytes("hello");
      giveUpAfter(polls, sink.writeAll(from));
      sink.writeAll(from).await();
      assertThat(sink.text()).as("given up after %s polls", polls).isEqualTo("hello");
    }
  }

  @Test
  void writeAll_ofSeveral_writesThemInOrder() {
    for (int polls = 0; polls < 20; polls++) {
      var sink = sink(2);
      ByteBuffer[] from = {bytes("head"), bytes(""), bytes("body"), bytes("tail")};
      giveUpAfter(polls, sink.writeAll(from));
      sink.writeAll(from).await();
      assertThat(sink.text()).as("given up after %s polls", polls).isEqualTo("headbodytail");
    }
  }

  @Test
  void writeVectored_ofSeveral_writesAtLeastOfTheFirst() {
    var sink = sink(100);
    assertThat(sink.writeVectored(bytes(""), bytes("head"), bytes("body")).await()).isEqualTo(4);
    assertThat(sink.writeVectored(bytes("")).await()).isZero();
  }

  @Test
  void writeAll_toAWriterThatTakesNothing_failsAndDoesNotSpin() {
    var broken = new AsyncWrite() {
      @Override
      public int pollWrite(Context cx, ByteBuffer from) {
        return 0;
      }

      @Override
      public boolean pollShutdown(Context cx) {
        return true;
      }
    };
    assertThatThrownBy(() -> broken.writeAll(bytes("x")).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("pollWrite wrote none");
    assertThatThrownBy(() -> broken.writeAll(bytes("x"), bytes("y")).await()).hasMessageContaining("wrote none");
    var buffered = new BufWriter<>(broken, 4);
    buffered.writeAll(bytes("x")).await();
    assertThatThrownBy(() -> buffered.flush().await()).hasMessageContaining("wrote none");
  }

  @Test
  void bufWriter_ofSmallWrites_gathersThemUntilItIsFlushed() {
    var sink = sink(100);
    var writer = new BufWriter<>(sink, 8);
    writer.writeAll(bytes("abc")).await();
    writer.writeAll(bytes("def")).await();
    assertThat(sink.text()).isEmpty();
    assertThat(writer.buffered()).isEqualTo(6);
    writer.writeAll(bytes("ghi")).await();
    assertThat(sink.text()).isEqualTo("abcdef");
    writer.flush().await();
    assertThat(sink.text()).isEqualTo("abcdefghi");
    assertThat(sink.flushes).isEqualTo(1);
    assertThat(writer.buffered()).isZero();
  }

  @Test
  void bufWriter_ofALargeWrite_keepsTheOrder() {
    var sink = sink(3);
    var writer = new BufWriter<>(sink, 8);
    writer.writeAll(bytes("abc")).await();
    writer.writeAll(bytes("0123456789")).await();
    assertThat(sink.text()).startsWith("abc012");
    writer.writeAll(bytes("z")).await();
    writer.shutdown().await();
    assertThat(sink.text()).isEqualTo("abc0123456789z");
    assertThat(sink.shutdowns).isEqualTo(1);
    writer.close();
    assertThat(sink.closes).isEqualTo(1);
  }

  @Test
  void bufWriter_flushGivenUpAtAnyPoint_losesNothingAndRepeatsNothing() {
    for (int polls = 0; polls < 14; polls++) {
      var sink = sink(1);
      var writer = new BufWriter<>(sink, 8);
      writer.writeAll(bytes("hello")).await();
      giveUpAfter(polls, writer.flush());
      writer.writeAll(bytes("!!")).await();
      writer.flush().await();
      assertThat(sink.text()).as("given up after %s polls", polls).isEqualTo("hello!!");
    }
  }

  @Test
  void bufWriter_givenUpInAWrite_losesNothingAndRepeatsNothing() {
    for (int polls = 0; polls < 20; polls++) {
      var sink = sink(1);
      var writer = new BufWriter<>(sink, 4);
      var from = bytes("abcdefgh");
      giveUpAfter(polls, writer.writeAll(from));
      writer.writeAll(from).await();
      writer.writeAll(bytes("ij")).await();
      writer.shutdown().await();
      assertThat(sink.text()).as("given up after %s polls", polls).isEqualTo("abcdefghij");
    }
  }

  @Test
  void bufStream_overAConversation_buffersBothWays() {
    try (var io = IoMock.builder().read("one\ntwo\n").write("ONE\nTWO\n").build()) {
      var stream = new BufStream<>(io);
      stream.writeAll(bytes("ONE\n")).await();
      assertThat(stream.readLine(10).await()).isEqualTo("one");
      stream.writeAll(bytes("TWO\n")).await();
      assertThat(stream.readLine(10).await()).isEqualTo("two");
      stream.flush().await();
      assertThat(stream.readLine(10).await()).isNull();
    }
  }

  @Test
  void capacity_ofNothing_isRefused() {
    assertThatThrownBy(() -> new BufWriter<>(sink(1), 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new BufReader<>(sink(1), -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
