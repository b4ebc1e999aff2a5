package dev.kioto.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Bytes as they come: each frame is what one read gave, never empty, and no longer than the capacity of the reader. What is written
/// is the bytes of the items, one after the other.
///
/// It has no state. After tokio-util's `codec/bytes_codec.rs`.
public final class BytesCodec implements Decoder<ByteBuffer>, Encoder<ByteBuffer> {
  /// For any number of readers and writers.
  public BytesCodec() {}

  @Override
  public @Nullable ByteBuffer decode(FrameBuffer in) {
    return in.isEmpty() ? null : in.take(in.remaining());
  }

  /// {@inheritDoc} The buffer's position stays.
  @Override
  public void encode(ByteBuffer item, FrameBuffer out) {
    out.put(item);
  }
}
