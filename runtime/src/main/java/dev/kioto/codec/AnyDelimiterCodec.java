package dev.kioto.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Chunks of bytes that are ended by any of several bytes; a last one may have no end. They are read without their ends, and written
/// with an end that may be longer. Two ends in a row have an empty chunk between them.
///
/// A chunk that is longer than the limit is a [FrameTooLongException], as soon as that is known; it is skipped, and the next one read.
/// What is written has no limit; an item that has the end in it, which would be read as two, is refused.
///
/// One for each reader. After tokio-util's `codec/any_delimiter_codec.rs`, which has no limit unless it is given one.
public final class AnyDelimiterCodec implements Decoder<ByteBuffer>, Encoder<ByteBuffer> {
  /// The longest chunk that is read where nothing else is said, in bytes: 64 KiB, as of [LinesCodec].
  public static final int DEFAULT_MAX_LENGTH = LinesCodec.DEFAULT_MAX_LENGTH;

  private final Delimited chunks;
  private final byte[] written;

  /// Chunks of at most 64 KiB, read up to one of `,;\n\r`, and written with `,`.
  public AnyDelimiterCodec() {
    this(",;\n\r".getBytes(StandardCharsets.US_ASCII), new byte[] {','}, DEFAULT_MAX_LENGTH);
  }

  /// Chunks of at most 64 KiB.
  ///
  /// @param ends each byte of it ends what is read
  /// @param written all of it ends what is written; may be empty
  /// @throws IllegalArgumentException when `ends` is empty
  public AnyDelimiterCodec(byte[] ends, byte[] written) {
    this(ends, written, DEFAULT_MAX_LENGTH);
  }

  /// Chunks.
  ///
  /// @param ends each byte of it ends what is read
  /// @param written all of it ends what is written; may be empty
  /// @param maxLength the longest chunk that is read, in bytes
  /// @throws IllegalArgumentException when `ends` is empty, or `maxLength` below 1
  public AnyDelimiterCodec(byte[] ends, byte[] written, int maxLength) {
    Checks.atLeast(1, ends.length, "the number of bytes that end a chunk");
    chunks = new Delimited("chunk", ends, false, maxLength);
    this.written = written.clone();
  }

  /// The longest chunk that is read, in bytes without its end.
  public int maxLength() {
    return chunks.maxLength;
  }

  @Override
  public @Nullable ByteBuffer decode(FrameBuffer in) {
    int end = chunks.find(in);
    if (end == Delimited.NONE) {
      return null;
    }
    var chunk = in.take(end);
    in.skip(1);
    return chunk;
  }

  @Override
  public @Nullable ByteBuffer decodeEof(FrameBuffer in) {
    var chunk = decode(in);
    if (chunk != null) {
      return chunk;
    }
    int length = chunks.last(in);
    return length == 0 ? null : in.take(length);
  }

  /// {@inheritDoc} The buffer's position stays.
  ///
  /// @throws FrameException when the item has the end in it that is written
  @Override
  public void encode(ByteBuffer item, FrameBuffer out) {
    int end = written.length == 0 ? -1 : indexOf(item);
    if (end >= 0) {
      throw new FrameException("the end of a chunk at byte " + end + " of an item of " + item.remaining()
          + ", which would be read as two; it is not sent", true);
    }
    out.put(item).put(written);
  }

  // Where the end that is written begins in an item.
  private int indexOf(ByteBuffer item) {
    var end = ByteBuffer.wrap(written);
    for (int i = 0; i <= item.remaining() - written.length; i++) {
      if (item.get(item.position() + i) == written[0] && item.slice(item.position() + i, written.length).equals(end)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int maxBuffered() {
    return chunks.maxBuffered();
  }
}
