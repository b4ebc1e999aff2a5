package dev.kioto.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Frames with their length before them.
///
/// ```
/// | offset | length field | … | payload ……………… |      the head: offset, length field, and what else is skipped
///           └ value + adjustment = bytes of the frame, which begins after the first `numSkip` bytes
/// ```
///
/// Where nothing else is said the length is a big-endian number of four bytes, which counts the payload alone, and the payload is the
/// frame. So are the frames of `DataOutputStream.writeInt` and `write`.
///
/// | head and frame | options |
/// |---|---|
/// | `00 05` `hello`, without the length | `lengthFieldLength(2)` |
/// | `00 05` `hello`, the length being a part of the frame | `lengthFieldLength(2).lengthAdjustment(2).numSkip(0)` |
/// | `00 07` `hello`, where it counts itself | `lengthFieldLength(2).lengthAdjustment(-2)` |
/// | `ca` `00 05` `fe` `hello`, as `fe hello` | `lengthFieldOffset(1).lengthFieldLength(2).lengthAdjustment(1)` |
/// | `ca` `00 09` `fe` `hello`, as `fe hello`, where it counts everything | the same with `lengthAdjustment(-3)` |
/// | `ca` `00 05` `fe` `hello`, without the head | `lengthFieldOffset(1).lengthFieldLength(2).numSkip(4)` |
///
/// A frame that is longer than the limit, 8 MiB by default, is a [FrameTooLongException], and the stream ends there: nothing of it
/// is waited for, and where the next one would begin is past that. So it does at a length that is negative after its adjustment, or
/// less than what the frame has of its head. To read, memory follows what has come of a frame, not what its length promises.
///
/// What is written is the length field and the item; the offset and `numSkip` are of reading alone. An item over the limit, or over
/// what the length field can say, is refused, and the next one can be sent.
///
/// It has no state: one will do for any number of readers and writers. After tokio-util's `codec/length_delimited.rs`, which looks at
/// the limit before the adjustment, and takes the end after a head for a proper one.
public final class LengthDelimitedCodec implements Decoder<ByteBuffer>, Encoder<ByteBuffer> {
  /// The longest frame where nothing else is said, in bytes: 8 MiB.
  public static final int DEFAULT_MAX_FRAME_LENGTH = 8 * 1024 * 1024;

  private static final String DECODING_ENDS = "nothing after it can be read";

  private final LengthDelimitedBuilder options;
  private final int skip;
  private final int head;
  private final int shortest; // frame, which has what is not skipped of the head
  private final long maxEncoded;

  /// Lengths of four bytes, frames of at most 8 MiB.
  public LengthDelimitedCodec() {
    this(new LengthDelimitedBuilder());
  }

  LengthDelimitedCodec(LengthDelimitedBuilder builder) {
    options = new LengthDelimitedBuilder(builder);
    int fieldEnd = options.lengthFieldOffset + options.lengthFieldLength;
    skip = options.numSkip < 0 ? fieldEnd : options.numSkip;
    head = Math.max(fieldEnd, skip);
    shortest = head - skip;
    long maxField = options.lengthFieldLength >= 5 ? Long.MAX_VALUE / 2 : (1L << (8 * options.lengthFieldLength)) - 1;
    maxEncoded = Math.min(options.maxFrameLength, maxField + options.lengthAdjustment);
  }

  /// The options, from their defaults on.
  public static LengthDelimitedBuilder builder() {
    return new LengthDelimitedBuilder();
  }

  /// The longest frame, in bytes.
  public int maxFrameLength() {
    return options.maxFrameLength;
  }

  // --- decoding ---

  @Override
  public @Nullable ByteBuffer decode(FrameBuffer in) {
    if (in.remaining() < head) {
      return null;
    }
    int length = frameLength(in);
    if (in.remaining() - skip < length) {
      in.expect((int) Math.min((long) skip + length, Integer.MAX_VALUE));
      return null;
    }
    in.skip(skip);
    return in.take(length);
  }

  private int frameLength(FrameBuffer in) {
    long value = readLength(in);
    long adjustment = options.lengthAdjustment;
    if (value < 0 || value > Long.MAX_VALUE / 2) { // unsigned, so that it is long enough after any adjustment
      throw tooLong(value);
    }
    long length = value + adjustment;
    if (length < shortest) {
      throw new FrameException(
          "a length of " + value + " and its adjustment by " + adjustment + " make a frame of " + length
              + " bytes, and with its length field it has at least " + shortest + ": " + DECODING_ENDS,
          false);
    }
    if (length > options.maxFrameLength) {
      throw tooLong(length);
    }
    return (int) length;
  }

  private FrameTooLongException tooLong(long length) {
    return new FrameTooLongException("frame", options.maxFrameLength, length, true, DECODING_ENDS, false);
  }

  private long readLength(FrameBuffer in) {
    boolean bigEndian = options.order == ByteOrder.BIG_ENDIAN;
    long value = 0;
    for (int i = 0; i < options.lengthFieldLength; i++) {
      int next = options.lengthFieldOffset + (bigEndian ? i : options.lengthFieldLength - 1 - i);
      value = (value << 8) | (in.get(next) & 0xff);
    }
    return value;
  }

  /// {@inheritDoc} It checks the length of each frame itself: this is the most that one can need.
  @Override
  public int maxBuffered() {
    return (int) Math.min((long) head + options.maxFrameLength, Integer.MAX_VALUE);
  }

  // --- encoding ---

  /// {@inheritDoc} The buffer's position stays.
  ///
  /// @throws FrameTooLongException when the item is too long
  /// @throws FrameException when its length is negative after the adjustment
  @Override
  public void encode(ByteBuffer item, FrameBuffer out) {
    int length = item.remaining();
    if (length > maxEncoded) {
      throw new FrameTooLongException("frame", maxEncoded, length, true, "it is not sent", true);
    }
    long value = (long) length - options.lengthAdjustment;
    if (value < 0) {
      throw new FrameException("a frame of " + length + " bytes with an adjustment by " + options.lengthAdjustment
          + " has the length " + value + ": it is not sent", true);
    }
    out.reserve(options.lengthFieldLength + length);
    putLength(value, out);
    out.put(item);
  }

  private void putLength(long value, FrameBuffer out) {
    int bytes = options.lengthFieldLength;
    boolean bigEndian = options.order == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < bytes; i++) {
      out.put((byte) (value >>> (8 * (bigEndian ? bytes - 1 - i : i))));
    }
  }
}
