package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Poll;
import dev.kioto.testing.TestFuture;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Readers with a buffer: lines, parts, and what is up to a byte.
@Timeout(30)
final class BufReadTest {
  private static final int[] SIZES = {1, 2, 3, 7, 100};

  private static BufReader<Trickle> reader(String text, int atATime, int capacity) {
    return new BufReader<>(Trickle.of(text, atATime), capacity);
  }

  private static String text(ByteBuffer read) {
    return StandardCharsets.UTF_8.decode(read.duplicate().flip()).toString();
  }

  private static String shown(ByteBuffer filled) {
    return StandardCharsets.UTF_8.decode(filled.duplicate()).toString();
  }

  private static List<String> all(Lines lines) {
    var all = new ArrayList<String>();
    for (String line = lines.nextLine().await(); line != null; line = lines.nextLine().await()) {
      all.add(line);
    }
    return all;
  }

  @Test
  void lines_withEitherEnd_areTheSameInPiecesOfAnySize() {
    for (int atATime : SIZES) {
      for (int capacity : SIZES) {
        var lines = reader("one\r\ntwo\n\n\r\nfür\rer\nlast", atATime, capacity).lines(100);
        assertThat(all(lines)).as("%s bytes at a time, %s buffered", atATime, capacity)
            .containsExactly("one", "two", "", "", "für\rer", "last");
      }
    }
  }

  @Test
  void lines_atTheEnd_haveNoEmptyOneMore() {
    assertThat(all(reader("one\n", 10, 10).lines(10))).containsExactly("one");
    assertThat(all(reader("", 10, 10).lines(10))).isEmpty();
    assertThat(all(reader("\n", 10, 10).lines(10))).containsExactly("");
    assertThat(all(reader("one\r", 10, 10).lines(10))).containsExactly("one\r");
  }

  @Test
  void lines_ofExactlyTheLimit_pass() {
    for (int atATime : SIZES) {
      for (int capacity : SIZES) {
        assertThat(all(reader("abcd\r\nefgh\nijkl", atATime, capacity).lines(4)))
            .as("%s bytes at a time, %s buffered", atATime, capacity).containsExactly("abcd", "efgh", "ijkl");
        assertThat(all(reader("\r\n\n", atATime, capacity).lines(0))).containsExactly("", "");
      }
    }
  }

  @Test
  void lines_ofEachLength_areFound() {
    for (int length = 0; length < 40; length++) {
      for (var filler : List.of("a", "\u000b", "\t")) { // next to the one that is searched for
        var line = filler.repeat(length);
        var lines = reader(line + "\n" + line + "\nrest", 1_000, 1_000).lines(100);
        assertThat(all(lines)).containsExactly(line, line, "rest");
      }
    }
    assertThat(reader("\u00e9a\u00e9".repeat(5), 100, 100).split((byte) 0xc3, 9).nextSegment().await()).isEmpty();
  }

  @Test
  void line_overTheLimit_failsAndIsPassedOver() {
    for (int atATime : SIZES) {
      for (int capacity : SIZES) {
        for (var wrong : List.of("abcde\n", "abcdefghijklmnop\n", "abcde\r\n")) {
          var lines = reader("ok\n" + wrong + "next\n", atATime, capacity).lines(4);
          assertThat(lines.nextLine().await()).isEqualTo("ok");
          assertThatThrownBy(() -> lines.nextLine().await())
              .as("%s at a time, %s buffered: %s", atATime, capacity, wrong)
              .isInstanceOf(UncheckedIOException.class)
              .hasMessage("BufReader of Trickle: nextLine failed: it is longer than 4 bytes");
          assertThat(lines.nextLine().await()).isEqualTo("next");
          assertThat(lines.nextLine().await()).isNull();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"abcde,1", "abcde,100", "abcdefgh,1", "abcdefgh,100"})
  void lastLine_overTheLimit_fails(String last, int atATime) {
    var lines = reader("ok\n" + last, atATime, 3).lines(4);
    assertThat(lines.nextLine().await()).isEqualTo("ok");
    assertThatThrownBy(() -> lines.nextLine().await()).hasMessageContaining("longer than 4 bytes");
    assertThat(lines.nextLine().await()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void line_thatIsNoText_saysWhereAndIsPassedOver(int atATime) {
    byte[] bytes = {'o', 'k', '\n', 'a', 'b', (byte) 0xc3, 'c', '\n', 'x'};
    var lines = new BufReader<>(new Trickle(bytes, atATime)).lines(100);
    assertThat(lines.nextLine().await()).isEqualTo("ok");
    assertThatThrownBy(() -> lines.nextLine().await()).isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(InvalidUtf8Exception.class)
        .hasMessage("BufReader of Trickle: nextLine failed: invalid UTF-8 at byte 2 of 4 (0xc3)");
    assertThat(lines.nextLine().await()).isEqualTo("x");
  }

  @Test
  void nextLine_givenUpAtAnyPoint_losesNothing() {
    for (int polls = 0; polls < 30; polls++) {
      var lines = reader("one\r\ntwo\nthree", 1, 2).lines(100);
      var all = new ArrayList<String>();
      while (takeLine(lines, polls, all)) {}
      all.addAll(all(lines));
      assertThat(all).as("given up after %s polls", polls).containsExactly("one", "two", "three");
    }
  }

  // Whether there was one within so many polls.
  private static boolean takeLine(Lines lines, int polls, List<String> all) {
    var next = TestFuture.of(lines.nextLine());
    for (int i = 0; i < polls; i++) {
      if (next.poll() instanceof Poll.Ready(String line)) {
        if (line != null) {
          all.add(line);
        }
        return line != null;
      }
    }
    next.drop();
    return false;
  }

  @Test
  void readLine_afterOneThatWasTooLong_goesOnWithTheRest() {
    var whole = reader("too long\nnext\n", 100, 100);
    assertThatThrownBy(() -> whole.readLine(4).await()).hasMessageContaining("longer than 4");
    assertThat(whole.readLine(4).await()).isEqualTo("next");
    var parts = reader("abcdefgh\nnext\n", 3, 3);
    assertThatThrownBy(() -> parts.readLine(4).await()).hasMessageContaining("longer than 4");
    assertThat(parts.readLine(4).await()).isEqualTo("gh");
    assertThat(parts.readLine(4).await()).isEqualTo("next");
  }

  @Test
  void split_atAByte_givesWhatIsBetween() {
    for (int atATime : SIZES) {
      var split = reader("a,bc,,d", atATime, 3).split((byte) ',', 2);
      assertThat(split.nextSegment().await()).asString().isEqualTo("a");
      assertThat(split.nextSegment().await()).asString().isEqualTo("bc");
      assertThat(split.nextSegment().await()).isEmpty();
      assertThat(split.nextSegment().await()).asString().isEqualTo("d");
      assertThat(split.nextSegment().await()).isNull();
    }
  }

  @Test
  void split_overTheLimit_failsAndGoesOnBehindIt() {
    for (int atATime : SIZES) {
      var split = reader("abc,d,efg", atATime, 4).split((byte) ',', 2);
      assertThatThrownBy(() -> split.nextSegment().await()).hasMessageContaining("longer than 2 bytes");
      assertThat(split.nextSegment().await()).asString().isEqualTo("d");
      assertThatThrownBy(() -> split.nextSegment().await()).hasMessageContaining("longer than 2 bytes");
      assertThat(split.nextSegment().await()).isNull();
    }
  }

  @Test
  void readUntil_givenUpAtAnyPoint_goesOnInTheSameBuffer() {
    for (int polls = 0; polls < 16; polls++) {
      var reader = reader("key=value", 1, 2);
      var into = ByteBuffer.allocate(20);
      var read = TestFuture.of(reader.readUntil((byte) '=', into));
      boolean ready = false;
      for (int i = 0; i < polls && !ready; i++) {
        ready = read.poll().isReady();
      }
      read.drop();
      if (!ready) {
        reader.readUntil((byte) '=', into).await();
      }
      assertThat(text(into)).as("given up after %s polls", polls).isEqualTo("key=");
      assertThat(reader.readToString(10).await()).isEqualTo("value");
    }
  }

  @Test
  void readUntil_withoutTheByte_givesTheRestThenNothing() {
    var reader = reader("rest", 3, 3);
    var into = ByteBuffer.allocate(10);
    assertThat(reader.readUntil((byte) '=', into).await()).isEqualTo(4);
    assertThat(reader.readUntil((byte) '=', into).await()).isZero();
    assertThat(text(into)).isEqualTo("rest");
  }

  @Test
  void readUntil_withoutRoom_failsAndKeepsBoth() {
    var reader = reader("abcdef=", 100, 100);
    var into = ByteBuffer.allocate(4);
    assertThatThrownBy(() -> reader.readUntil((byte) '=', into).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "BufReader of Trickle: readUntil failed: no byte 61 among the 4 bytes that the buffer has room for");
    assertThat(text(into)).isEqualTo("abcd");
    assertThat(reader.readToString(10).await()).isEqualTo("ef=");
  }

  @Test
  void fillBuf_andConsume_showWhatIsThere() {
    var reader = reader("hello", 3, 8);
    var filled = reader.fillBuf().await();
    assertThat(shown(filled)).isEqualTo("hel");
    assertThat(reader.buffered()).isEqualTo(3);
    reader.consume(2);
    assertThat(shown(reader.fillBuf().await())).isEqualTo("l");
    assertThatThrownBy(() -> reader.consume(2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("consume(2): there are 1 bytes");
    reader.consume(1);
    reader.fillBuf().await();
    reader.consume(2);
    assertThat(reader.fillBuf().await().hasRemaining()).isFalse();
    reader.close();
    assertThat(reader.reader().closes).isEqualTo(1);
  }

  @Test
  void read_asLargeAsTheBuffer_passesItBy() {
    var reader = reader("0123456789", 100, 4);
    assertThat(reader.readByte().await()).isEqualTo((byte) '0');
    assertThat(reader.buffered()).isEqualTo(3);
    var into = ByteBuffer.allocate(4);
    assertThat(reader.read(into).await()).isEqualTo(3);
    assertThat(reader.read(into.clear()).await()).isEqualTo(4);
    assertThat(text(into)).isEqualTo("4567");
    assertThat(reader.buffered()).isZero();
  }

  @Test
  void take_ofAReaderWithABuffer_hasLinesUpToItsLimit() {
    var reader = reader("one\ntwo\nthree", 5, 100);
    assertThat(all(reader.take(6).lines(10))).containsExactly("one", "tw");
    assertThat(reader.readLine(10).await()).isEqualTo("o");
    assertThat(reader.take(3).readToString(5).await()).isEqualTo("thr");
  }

  @Test
  void chain_ofReadersWithBuffers_hasALineAcrossBoth() {
    var chain = reader("one\ntw", 5, 100).chain(reader("o\nthree", 5, 100));
    assertThat(all(chain.lines(10))).containsExactly("one", "two", "three");
  }
}
