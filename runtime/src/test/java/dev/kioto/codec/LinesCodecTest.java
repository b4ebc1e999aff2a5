package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.kioto.io.InvalidUtf8Exception;
import dev.kioto.testing.IoMock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LinesCodecTest {

  private static void assertLines(int maxLength, String input, String... expected) {
    Cuts.assertFrames(() -> new LinesCodec(maxLength), input.getBytes(StandardCharsets.UTF_8), expected);
  }

  private static FrameBuffer buffer(String text) {
    return new FrameBuffer().put(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String written(String line) {
    var out = new FrameBuffer();
    new LinesCodec().encode(line, out);
    return out.takeUtf8(out.remaining());
  }

  @Test
  void lines_withBothEnds_areReadWithoutThem() {
    assertLines(100, "one\ntwo\r\n\n\r\nfour\r4\n", "one", "two", "", "", "four\r4");
  }

  @Test
  void lastLine_withoutEnd_isRead() {
    assertLines(100, "one\ntwo", "one", "two");
    assertLines(100, "one\ntwo\r", "one", "two");
    assertLines(100, "one\n\r", "one");
    assertLines(100, "", new String[0]);
  }

  @Test
  void characters_ofSeveralBytes_areReadWhole() {
    assertLines(100, "grüß\n東京\r\n😀\n\ufffd\n", "grüß", "東京", "😀", "\ufffd");
  }

  @Test
  void line_ofTheLimit_isRead_andOneLonger_isSkippedOnce() {
    assertLines(3, "abc\nabcd\ndef\n", "abc", "FrameTooLongException", "def");
    assertLines(3, "abc\r\nabcd\r\ndef\r\n", "abc", "FrameTooLongException", "def");
    assertLines(3, "abcdefghijklmno\nabc", "FrameTooLongException", "abc");
    assertLines(3, "abc\r", "abc");
    assertLines(3, "abc\r\r\nabc", "FrameTooLongException", "abc");
  }

  @Test
  void line_thatIsTooLong_atTheEnd_isToldOnce() {
    assertLines(3, "abc\nabcdefg", "abc", "FrameTooLongException");
  }

  @Test
  void invalidUtf8_isSkipped_andTheNextLineRead() {
    Cuts.assertFrames(LinesCodec::new, Cuts.latin("one\nt\u00ffo\r\nthree\n\u00e2\u0082"), "one",
        "FrameException",
        "three", "FrameException");
  }

  @Test
  void invalidUtf8_saysWhere() {
    var in = new FrameBuffer().put(Cuts.latin("gr\u00c3\u00bc\u00df\nnext\n"));
    var codec = new LinesCodec();
    assertThatThrownBy(() -> codec.decode(in))
        .hasMessage("invalid UTF-8 at byte 4 of 5 (0xdf): the frame is skipped, and the next one read")
        .isInstanceOfSatisfying(FrameException.class, e -> assertThat(e.goesOn()).isTrue())
        .cause().isInstanceOfSatisfying(InvalidUtf8Exception.class, e -> assertThat(e.position()).isEqualTo(4));
    assertThat(codec.decode(in)).isEqualTo("next");
  }

  @Test
  void lineOverTheLimit_saysTheLimitAndTheLength() {
    var codec = new LinesCodec(3);
    assertThatThrownBy(() -> codec.decode(buffer("abcdef\n")))
        .hasMessage("a line of 6 bytes is longer than its limit of 3: it is skipped, and the one after it read");
    assertThatThrownBy(() -> codec.decode(buffer("abcdef"))).asInstanceOf(type(FrameTooLongException.class))
        .satisfies(e -> {
          assertThat(e).hasMessage(
              "a line of at least 6 bytes is longer than its limit of 3: it is skipped, and the one after it read");
          assertThat(e.limit()).isEqualTo(3);
          assertThat(e.length()).isEqualTo(6);
        });
  }

  @Test
  void limit_whereNoneIsGiven_is64KiB() {
    var line = "x".repeat(64 * 1024);
    assertThat(new LinesCodec().decode(buffer(line + "\n"))).isEqualTo(line);
    assertThatThrownBy(() -> new LinesCodec().decode(buffer(line + "x\n"))).isInstanceOf(FrameTooLongException.class);
  }

  @Test
  void lineWithoutEnd_fillsNoMemory() {
    var in = new FrameBuffer();
    var codec = new LinesCodec(1000);
    var piece = ByteBuffer.wrap(new byte[997]);
    int failures = 0;
    for (int i = 0; i < 1000; i++) {
      in.put(piece);
      try {
        assertThat(codec.decode(in)).isNull();
      } catch (FrameTooLongException e) {
        failures++;
      }
      assertThat(in.remaining()).isLessThanOrEqualTo(codec.maxBuffered());
    }
    assertThat(failures).isEqualTo(1);
    assertThat(codec.decode(in.put(Cuts.latin("end\nnext\n")))).isEqualTo("next");
  }

  @Test
  void line_isWrittenWithItsEnd() {
    assertThat(written("grüß 😀")).isEqualTo("grüß 😀\n");
    assertThat(written("")).isEqualTo("\n");
  }

  @Test
  void line_thatWouldBeReadAsTwo_isRefused() {
    assertThatThrownBy(() -> written("one\ntwo")).isInstanceOf(FrameException.class)
        .hasMessage("a line break at character 3 of a line of 7, which would be read as two; it is not sent");
  }

  @Test
  void halfASurrogatePair_isRefused() {
    for (var text : List.of("a\ud83d", "a\ude00b", "a\ud83d\ud83d\ude00")) {
      assertThatThrownBy(() -> written(text)).isInstanceOf(FrameException.class)
          .hasMessageContaining("at character 1 ");
    }
  }

  @Test
  void maxLength_below1_isRefused() {
    assertThatThrownBy(() -> new LinesCodec(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be at least 1, but is 0");
  }

  @Test
  void conversation_byAScript() {
    try (var io = IoMock.builder().read("HEL").read("O\r\n").write("OK\n").read("BYE\n").build();
        var framed = Framed.of(io, new LinesCodec())) {
      assertThat(framed.next().await()).isEqualTo("HELO");
      framed.send("OK").await();
      assertThat(framed.next().await()).isEqualTo("BYE");
      assertThat(framed.next().await()).isNull();
    }
  }
}
