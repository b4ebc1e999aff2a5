package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AnyDelimiterCodecTest {

  private static AnyDelimiterCodec codec(String ends, String written, int maxLength) {
    return new AnyDelimiterCodec(Cuts.latin(ends), Cuts.latin(written), maxLength);
  }

  @Test
  void chunks_endAtAnyOfTheBytes() {
    Cuts.assertFrames(AnyDelimiterCodec::new, Cuts.latin("a,bc;\nd\re"), "a", "bc", "", "d", "e");
  }

  @Test
  void chunks_endAtBytesOver127() {
    Cuts.assertFrames(() -> codec("\u00ff\0", "", 100), Cuts.latin("a\u00ffb\0"), "a", "b");
  }

  @Test
  void chunk_overTheLimit_isSkippedOnce() {
    Cuts.assertFrames(() -> codec("|", "|", 3), Cuts.latin("abc|abcd|def|abcdefgh|x"), "abc", "FrameTooLongException",
        "def",
        "FrameTooLongException", "x");
  }

  @Test
  void limit_whereNoneIsGiven_is64KiB() {
    var in = new FrameBuffer().put(new byte[64 * 1024 + 1]);
    assertThatThrownBy(() -> new AnyDelimiterCodec().decode(in)).hasMessage(
        "a chunk of at least 65537 bytes is longer than its limit of 65536: it is skipped, and the one after it read");
  }

  @Test
  void item_isWrittenWithTheWholeEnd() {
    var out = new FrameBuffer();
    var item = ByteBuffer.wrap(Cuts.latin("xab;-cx"), 1, 5);
    codec(";", ";--;", 100).encode(item, out);
    assertThat(out.takeUtf8(out.remaining())).isEqualTo("ab;-c;--;");
    assertThat(item.position()).isEqualTo(1);
  }

  @Test
  void item_withTheEndInIt_isRefused() {
    var item = ByteBuffer.wrap(Cuts.latin("xab;--;c"), 1, 7);
    assertThatThrownBy(() -> codec(";", ";--;", 100).encode(item, new FrameBuffer())).isInstanceOf(FrameException.class)
        .hasMessage("the end of a chunk at byte 2 of an item of 7, which would be read as two; it is not sent");
  }

  @Test
  void codec_withoutAnEnd_isRefused() {
    assertThatThrownBy(() -> codec("", ",", 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be at least 1, but is 0");
  }
}
