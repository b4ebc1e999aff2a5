package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams that block, on pipes of the system.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class BlockingStreamsTest {
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void close() throws IOException {
    pipe.sink().close();
    pipe.source().close();
  }

  private BlockingReader reader() {
    return new BlockingReader(Channels.newInputStream(pipe.source()), "pipe");
  }

  private BlockingWriter writer() {
    return new BlockingWriter(Channels.newOutputStream(pipe.sink()), "pipe");
  }

  private void send(String text) throws IOException {
    pipe.sink().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  @Test
  void read_takesNoMoreThanIsWanted() throws IOException {
    send("abcdef");
    var buffer = ByteBuffer.allocate(4);
    assertThat(reader().read(buffer).await()).isEqualTo(4);
    assertThat(text(buffer)).isEqualTo("abcd");
    var rest = ByteBuffer.allocate(10);
    assertThat(pipe.source().read(rest)).isEqualTo(2);
  }

  @Test
  void read_thatIsGivenUp_leavesItsBytesToTheNextOfAnySize() throws IOException {
    var reader = reader();
    var givenUp = HandPolled.of(reader.read(ByteBuffer.allocate(10)));
    assertThat(givenUp.isReady()).isFalse();
    givenUp.drop();
    send("abcdef");
    var buffer = ByteBuffer.allocate(4);
    assertThat(reader.read(buffer).await()).isEqualTo(4);
    assertThat(reader.read(buffer).await()).isZero(); // it is full
    assertThat(text(buffer)).isEqualTo("abcd");
    assertThat(reader.read(buffer.clear()).await()).isEqualTo(2);
    assertThat(givenUp.wakes()).isZero();
  }

  @Test
  void readers_severalAtATime_eachByteGoesToOne() throws IOException {
    try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
      var reader = reader();
      var tasks = new ArrayList<dev.kioto.task.JoinHandle<Integer>>();
      for (int i = 0; i < 4; i++) {
        tasks.add(runtime.spawn(() -> {
          int sum = 0;
          var buffer = ByteBuffer.allocate(3);
          int n;
          while ((n = reader.read(buffer.clear()).await()) >= 0) {
            sum += n;
          }
          return sum;
        }));
      }
      for (int i = 0; i < 1_000; i++) {
        send("xy");
      }
      pipe.sink().close();
      int sum = 0;
      for (var task : tasks) {
        sum += task.await();
      }
      assertThat(sum).isEqualTo(2_000);
    }
  }

  @Test
  void end_isToldToEachWhoAsks() throws IOException {
    pipe.sink().close();
    var reader = reader();
    assertThat(reader.read(ByteBuffer.allocate(1)).await()).isEqualTo(AsyncRead.END);
    assertThat(reader.read(ByteBuffer.allocate(1)).await()).isEqualTo(AsyncRead.END);
  }

  @Test
  void read_ofAClosedStream_failsByName() throws IOException {
    var reader = reader();
    reader.close();
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1)).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("pipe: read failed: ");
  }

  @Test
  void writer_whoseReaderIsSlow_waitsAndFlushesInTheEnd() throws IOException {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var writer = writer();
      var bytes = ByteBuffer.allocate(1_000_000);
      var task = runtime.spawn(() -> {
        writer.writeAll(bytes).await();
        writer.flush().await();
        writer.shutdown().await();
      });
      await().during(Duration.ofMillis(100)).until(() -> bytes.position() > 0);
      assertThat(bytes.position()).isLessThan(300_000);
      assertThat(task.isFinished()).isFalse();
      assertThat(Channels.newInputStream(pipe.source()).readAllBytes()).hasSize(1_000_000);
      task.await();
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("pipe: write failed: ClosedChannelException");
    }
  }

  @Test
  void failure_ofAWrite_isToldOnceByTheFlushOrTheNextWrite() throws IOException {
    pipe.source().close();
    var writer = writer();
    assertThat(writer.write(ByteBuffer.allocate(10)).await()).isEqualTo(10);
    assertThatThrownBy(() -> writer.flush().await()).isInstanceOf(UncheckedIOException.class)
        .hasMessage("pipe: write failed: Broken pipe");
    writer.flush().await();
    assertThat(writer.write(ByteBuffer.allocate(10)).await()).isEqualTo(10);
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)).await()).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void flushAndWrite_givenUp_leaveWhatWasHandedOverUnderWay() throws IOException {
    var writer = writer();
    assertThat(writer.write(ByteBuffer.allocate(60_000)).await()).isEqualTo(60_000);
    var next = HandPolled.of(writer.writeAll(ByteBuffer.allocate(60_000)));
    while (!next.isReady()) { // the pipe holds about as much
      Thread.onSpinWait();
    }
    var flush = HandPolled.of(writer.flush());
    var write = HandPolled.of(writer.write(ByteBuffer.allocate(10)));
    assertThat(flush.isReady()).isFalse();
    assertThat(write.isReady()).isFalse();
    flush.drop();
    write.drop();
    var in = Channels.newInputStream(pipe.source());
    assertThat(in.readNBytes(120_000)).hasSize(120_000);
    writer.flush().await();
    assertThat(flush.wakes() + write.wakes()).isZero();
    writer.close();
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void close_whileAWriteIsStuck_doesNotBlock() throws IOException {
    var writer = writer();
    var write = HandPolled.of(writer.writeAll(ByteBuffer.allocate(1_000_000)));
    assertThat(write.isReady()).isFalse();
    writer.close();
    assertThat(Channels.newInputStream(pipe.source()).readAllBytes()).isNotEmpty(); // and it is closed after that
    write.drop();
  }
}
