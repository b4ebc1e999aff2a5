package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LengthDelimitedCodecTest {

  private static LengthDelimitedBuilder options() {
    return LengthDelimitedCodec.builder();
  }

  private static void assertFrames(LengthDelimitedBuilder options, String input, String... expected) {
    Cuts.assertFrames(options::build, Cuts.latin(input), expected);
  }

  private static String written(LengthDelimitedBuilder options, String item) {
    var out = new FrameBuffer();
    options.build().encode(ByteBuffer.wrap(Cuts.latin(item)), out);
    return new String(out.takeBytes(out.remaining()), StandardCharsets.ISO_8859_1);
  }

  // --- reading: the table of the class's Javadoc ---

  @Test
  void frames_ofADataOutputStream_areRead() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (var frame : new String[] {"hello", "", "world!"}) {
      out.writeInt(frame.length());
      out.writeBytes(frame);
    }
    Cuts.assertFrames(LengthDelimitedCodec::new, bytes.toByteArray(), "hello", "", "world!");
  }

  @Test
  void lengthFields_ofEachLength_inBothOrders() {
    for (int bytes = 1; bytes <= 8; bytes++) {
      var zeros = "\0".repeat(bytes - 1);
      assertFrames(options().lengthFieldLength(bytes), zeros + "\2hi" + zeros + "\1!", "hi", "!");
      assertFrames(options().lengthFieldLength(bytes).littleEndian(), "\2" + zeros + "hi\1" + zeros + "!", "hi", "!");
      assertThat(written(options().lengthFieldLength(bytes), "hi")).isEqualTo(zeros + "\2hi");
      assertThat(written(options().lengthFieldLength(bytes).littleEndian(), "hi")).isEqualTo("\2" + zeros + "hi");
    }
  }

  @Test
  void lengthField_ofSeveralBytes_countsThemAll() {
    var text = "x".repeat(0x0102);
    var frame = ByteBuffer.wrap(Cuts.latin(text));
    var in = new FrameBuffer().put(Cuts.latin("\1\2" + text)).put(Cuts.latin("\2\1" + text));
    assertThat(options().lengthFieldLength(2).bigEndian().build().decode(in)).isEqualTo(frame);
    assertThat(options().lengthFieldLength(2).littleEndian().build().decode(in)).isEqualTo(frame);
    assertThat(written(options().lengthFieldLength(2), text)).startsWith("\1\2x");
  }

  @Test
  void numSkip0_leavesTheLengthInTheFrame() {
    assertFrames(options().lengthFieldLength(2).lengthAdjustment(2).numSkip(0), "\0\5hello\0\1!", "\0\5hello", "\0\1!");
  }

  @Test
  void lengthThatCountsItself_isAdjusted() {
    var options = options().lengthFieldLength(2).lengthAdjustment(-2);
    assertFrames(options, "\0\7hello\0\2\0\3!", "hello", "", "!");
    assertThat(written(options, "hello")).isEqualTo("\0\7hello");
  }

  @Test
  void lengthFieldInTheMiddleOfTheHead() {
    var options = options().lengthFieldOffset(1).lengthFieldLength(2);
    assertFrames(options.lengthAdjustment(1), "\u00ca\0\5\u00fehelloA\0\0B", "\u00fehello", "B");
    assertFrames(options.lengthAdjustment(-3), "\u00ca\0\t\u00fehello", "\u00fehello");
    assertFrames(options.lengthAdjustment(0).numSkip(4), "\u00ca\0\5\u00fehello", "hello");
    assertFrames(options.lengthAdjustment(4).numSkip(0), "\u00ca\0\5\u00fehello", "\u00ca\0\5\u00fehello");
  }

  // --- what is wrong ---

  @Test
  void endInsideAFrame_isAFailure_afterEachByte() {
    var input = "\0\2ab\0\3xyz";
    for (int end = 5; end < input.length(); end++) {
      assertFrames(options().lengthFieldLength(2), input.substring(0, end), "ab", "FrameException");
    }
    var in = new FrameBuffer().put(Cuts.latin("\0\0\0\5hel"));
    assertThatThrownBy(() -> new LengthDelimitedCodec().decodeEof(in)).isInstanceOf(FrameException.class)
        .hasMessage("the end came inside a frame: 7 bytes remain, which are no whole one");
  }

  @Test
  void frameOverTheLimit_endsTheStream_beforeItHasCome() {
    var options = options().lengthFieldLength(2).maxFrameLength(4);
    assertFrames(options, "\0\4four\0\5fi", "four", "FrameTooLongException");
    assertThatThrownBy(() -> options.build().decode(new FrameBuffer().put(Cuts.latin("\1\0"))))
        .hasMessage("a frame of 256 bytes is longer than its limit of 4: nothing after it can be read")
        .asInstanceOf(type(FrameTooLongException.class)).satisfies(e -> assertThat(e.goesOn()).isFalse());
  }

  @Test
  void limit_isOfTheFrame_afterTheAdjustment() {
    assertFrames(options().lengthFieldLength(1).maxFrameLength(4).lengthAdjustment(-1), "\5four\6five!", "four",
        "FrameTooLongException");
    assertFrames(options().lengthFieldLength(1).maxFrameLength(4).lengthAdjustment(1), "\3four\4five!", "four",
        "FrameTooLongException");
  }

  @Test
  void limit_whereNoneIsGiven_is8MiB() {
    var in = new FrameBuffer().putInt(8 * 1024 * 1024 + 1);
    assertThatThrownBy(() -> new LengthDelimitedCodec().decode(in))
        .hasMessage("a frame of 8388609 bytes is longer than its limit of 8388608: nothing after it can be read");
    assertThat(new LengthDelimitedCodec().decode(new FrameBuffer().putInt(8 * 1024 * 1024))).isNull();
  }

  @Test
  void length_overAnyNumber_isTooLong() {
    var in = new FrameBuffer().putLong(-1);
    assertThatThrownBy(() -> options().lengthFieldLength(8).lengthAdjustment(100).build().decode(in))
        .isInstanceOf(FrameTooLongException.class).hasMessageStartingWith("a frame of 18446744073709551615 bytes");
    var most = new FrameBuffer().putLong(Long.MAX_VALUE);
    assertThatThrownBy(() -> options().lengthFieldLength(8).lengthAdjustment(Integer.MAX_VALUE).build().decode(most))
        .isInstanceOf(FrameTooLongException.class);
  }

  @Test
  void length_thatIsNegativeAfterItsAdjustment_endsTheStream() {
    assertFrames(options().lengthFieldLength(1).lengthAdjustment(-2), "\3a\1bc", "a", "FrameException");
    assertThatThrownBy(() -> options().lengthFieldLength(1).lengthAdjustment(2).build().encode(ByteBuffer.allocate(1),
        new FrameBuffer())).hasMessage("a frame of 1 bytes with an adjustment by 2 has the length -1: it is not sent");
  }

  @Test
  void frame_thatDoesNotReachTheEndOfItsHead_endsTheStream() {
    assertFrames(options().lengthFieldLength(2).numSkip(0), "\0\2\0\0a", "\0\2", "FrameException");
    var in = new FrameBuffer().putShort((short) 1);
    assertThatThrownBy(() -> options().lengthFieldLength(2).numSkip(0).build().decode(in)).hasMessage(
        "a length of 1 and its adjustment by 0 make a frame of 1 bytes, and with its length field it has at least 2: "
            + "nothing after it can be read");
  }

  @Test
  void item_overTheLimit_orOverTheLengthField_isRefused() {
    assertThatThrownBy(() -> written(options().maxFrameLength(4), "five!"))
        .hasMessage("a frame of 5 bytes is longer than its limit of 4: it is not sent");
    assertThatThrownBy(() -> written(options().lengthFieldLength(1), "x".repeat(256)))
        .hasMessage("a frame of 256 bytes is longer than its limit of 255: it is not sent");
    assertThatThrownBy(() -> written(options().lengthFieldLength(1).lengthAdjustment(-1), "x".repeat(255)))
        .hasMessage("a frame of 255 bytes is longer than its limit of 254: it is not sent");
    assertThat(written(options().lengthFieldLength(1), "x".repeat(255))).hasSize(256);
  }

  @Test
  void memory_followsWhatHasCome_andNotThePromise() {
    var in = new FrameBuffer().putInt(8 * 1024 * 1024);
    assertThat(new LengthDelimitedCodec().decode(in)).isNull();
    assertThat(in.room().capacity()).isLessThanOrEqualTo(64 * 1024);
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatThrownBy(() -> options().lengthFieldLength(9))
        .hasMessage("lengthFieldLength must be from 1 to 8, but is 9");
    assertThatThrownBy(() -> options().lengthFieldOffset(-1))
        .hasMessage("lengthFieldOffset must be from 0 to 65536, but is -1");
    assertThatThrownBy(() -> options().numSkip(70_000)).hasMessage("numSkip must be from 0 to 65536, but is 70000");
    assertThatThrownBy(() -> options().maxFrameLength(-1)).hasMessage("maxFrameLength must be at least 0, but is -1");
  }

  @Test
  void builder_changedAfterwards_doesNotChangeItsCodec() {
    var options = options().maxFrameLength(5);
    var codec = options.build();
    options.maxFrameLength(6);
    assertThat(codec.maxFrameLength()).isEqualTo(5);
  }
}
