package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Channels of the JDK that are no sockets, the ends of a pipe, as ones that tasks wait for.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class AsyncChannelTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(2).build();
  private final Pipe pipe = Pipe.open();

  AsyncChannelTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    runtime.close();
    pipe.sink().close();
    pipe.source().close();
  }

  private AsyncChannel<Pipe.SourceChannel> source() {
    return runtime.spawn(() -> AsyncChannel.of(pipe.source())).await();
  }

  private void send(int value) throws IOException {
    assertThat(pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value}))).isOne();
  }

  private static @Nullable Integer readByte(Pipe.SourceChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(1);
    int n = channel.read(buffer);
    if (n == 0) {
      return null;
    }
    return n < 0 ? -1 : Integer.valueOf(buffer.get(0));
  }

  @Test
  void io_waitsUntilTheCallGivesAnAnswer() throws IOException {
    try (var source = source()) {
      var first = runtime.spawn(source.io(Interest.READABLE, "Pipe::read", AsyncChannelTest::readByte));
      send(1);
      assertThat(first.await()).isEqualTo(1);
      var second = runtime.spawn(source.io(Interest.READABLE, "Pipe::read", AsyncChannelTest::readByte));
      pipe.sink().close();
      assertThat(second.await()).isEqualTo(-1);
    }
  }

  @Test
  void pollIo_ofAFutureOfOnesOwn_isWokenAndTakesBudget() throws IOException {
    try (var source = source()) {
      var wait = new AsyncChannel.Wait();
      Future<Integer> read = cx -> {
        var value = source.pollIo(cx, wait, Interest.READABLE, "Pipe::read", AsyncChannelTest::readByte);
        return value == null ? Poll.pending() : Poll.ready(value);
      };
      var reading = runtime.spawn(read);
      send(2);
      assertThat(reading.await()).isEqualTo(2);
    }
  }

  @Test
  void tryIo_thatFindsNothing_takesTheReadinessBack() throws IOException {
    try (var source = source()) {
      assertThat(source.tryIo(Interest.READABLE, AsyncChannelTest::readByte)).isEmpty();
      var ready = source.ready(Interest.READABLE);
      assertThat(ready.poll(() -> () -> {}).isReady()).isFalse();
      ready.drop();
      var waiting = runtime.spawn(source.ready(Interest.READABLE));
      send(3);
      assertThat(waiting.await().readable()).isTrue();
      assertThat(source.tryIo(Interest.READABLE, AsyncChannelTest::readByte)).contains(3);
    }
  }

  @Test
  void sink_thatIsFull_becomesWritableWhenItIsRead() throws IOException {
    try (var sink = runtime.spawn(() -> AsyncChannel.of(pipe.sink())).await()) {
      var block = ByteBuffer.allocate(64 * 1024);
      long written = 0;
      while (sink.tryIo(Interest.WRITABLE, channel -> channel.write(block.clear()) == 0 ? null : 1).isPresent()) {
        written += block.position();
      }
      var waiting = runtime.spawn(sink.ready(Interest.WRITABLE));
      for (long left = written; left > 0;) {
        left -= pipe.source().read(block.clear());
      }
      assertThat(waiting.await().writable()).isTrue();
    }
  }

  @Test
  void call_thatFails_isToldWithItsName() {
    try (var source = source()) {
      var failing = source.<Integer>io(Interest.READABLE, "Pipe::read", _ -> {
        throw new IOException("broken");
      });
      assertThatThrownBy(() -> runtime.spawn(failing).await()).cause().isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("read failed: broken");
    }
  }

  @Test
  void channel_thatIsClosed_failsWhoWaitsAndWhoComes() throws IOException {
    var source = source();
    var waiting = runtime.spawn(source.io(Interest.READABLE, "Pipe::read", AsyncChannelTest::readByte));
    source.close();
    source.close();
    assertThatThrownBy(waiting::await).cause().isInstanceOf(UncheckedIOException.class);
    assertThat(pipe.source().isOpen()).isFalse();
    assertThatThrownBy(() -> runtime.spawn(() -> AsyncChannel.of(pipe.source())).await()).cause()
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void runtime_thatShutsDown_endsWhoWaitsAndLeavesTheChannelOpen() {
    var source = source();
    var waiting = runtime.spawn(source.io(Interest.READABLE, "Pipe::read", AsyncChannelTest::readByte));
    runtime.close();
    assertThatThrownBy(waiting::await).hasRootCauseInstanceOf(CancelledException.class);
    assertThat(source.isOpen()).isTrue();
    source.close();
  }
}
