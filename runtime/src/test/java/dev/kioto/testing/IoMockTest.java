package dev.kioto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class IoMockTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readAll(IoMock io) {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(3);
    while (io.read(buffer.clear()).await() > 0) {
      text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    return text.toString();
  }

  @Test
  void script_ofReads_isReadInPiecesAndThenEnds() {
    try (var io = IoMock.builder().read("hello ").read("world").build()) {
      assertThat(readAll(io)).isEqualTo("hello world");
    }
  }

  @Test
  void write_inPieces_ofWhatIsExpected_passes() {
    try (var io = IoMock.builder().write("hello world").build()) {
      io.writeAll(bytes("hello ")).await();
      io.writeAll(bytes("world")).await();
      io.shutdown().await();
    }
  }

  @Test
  void write_ofSomethingElse_saysWhereItDiffers() {
    var io = IoMock.builder().write("hello").build();
    assertThatThrownBy(() -> io.writeAll(bytes("help")).await()).isInstanceOf(AssertionError.class)
        .hasMessage("wrote \"help\", but the script expects \"hello\": they differ at written byte 3");
  }

  @Test
  void write_afterTheScript_isAnError() {
    try (var io = IoMock.builder().build()) {
      assertThatThrownBy(() -> io.write(bytes("x")).await()).isInstanceOf(AssertionError.class)
          .hasMessageContaining("the script is over");
    }
  }

  @Test
  void read_whoseTurnHasNotCome_waitsForTheWrite() {
    try (var io = IoMock.builder().write("ping").read("pong").build()) {
      var read = TestFuture.of(io.read(ByteBuffer.allocate(8)));
      read.assertPending();
      io.writeAll(bytes("ping")).await();
      assertThat(read.isWoken()).isTrue();
      read.assertReady(4);
    }
  }

  @KiotoTest(startPaused = true)
  void wait_holdsUpWhatFollows() {
    var start = Time.now();
    try (var io = IoMock.builder().await(Duration.ofSeconds(5)).read("late").build()) {
      assertThat(Task.spawn(() -> readAll(io)).await()).isEqualTo("late");
      assertThat(start.elapsed()).isEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void failures_areThoseOfIo_andComeOnce() {
    try (var io = IoMock.builder().readFails(new IOException("reset")).writeFails(new IOException("full")).read("x")
        .build()) {
      assertThatThrownBy(() -> io.read(ByteBuffer.allocate(1)).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("IoMock: read failed: reset");
      assertThatThrownBy(() -> io.write(bytes("y")).await()).isInstanceOf(UncheckedIOException.class)
          .hasMessage("IoMock: write failed: full");
      assertThat(readAll(io)).isEqualTo("x");
    }
  }

  @Test
  void close_beforeTheEndOfTheScript_saysWhatIsLeft() {
    var io = IoMock.builder().write("never").build();
    assertThatThrownBy(io::close).isInstanceOf(AssertionError.class).hasMessageContaining("\"never\" was not written");
    io.close();
  }

  @Test
  void builder_buildsMocksOfTheirOwn() {
    var script = IoMock.builder().read("abc");
    try (var one = script.build(); var other = script.build()) {
      assertThat(readAll(one)).isEqualTo("abc");
      assertThat(readAll(other)).isEqualTo("abc");
    }
  }

  @Test
  void step_withoutSense_isRefused() {
    assertThatThrownBy(() -> IoMock.builder().read("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IoMock.builder().await(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("PT-0.001S");
  }
}
