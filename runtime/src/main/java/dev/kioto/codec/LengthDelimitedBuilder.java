package dev.kioto.codec;

import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// The options of a [LengthDelimitedCodec]. Each method changes this builder, which may build several. One thread.
public final class LengthDelimitedBuilder {
  // All: who builds; a codec has a copy that stays as it is. A skip of -1 is the end of the length field.
  int lengthFieldOffset;
  int lengthFieldLength = 4;
  int lengthAdjustment;
  int numSkip = -1;
  int maxFrameLength = LengthDelimitedCodec.DEFAULT_MAX_FRAME_LENGTH;
  ByteOrder order = ByteOrder.BIG_ENDIAN;

  LengthDelimitedBuilder() {}

  LengthDelimitedBuilder(LengthDelimitedBuilder from) {
    lengthFieldOffset = from.lengthFieldOffset;
    lengthFieldLength = from.lengthFieldLength;
    lengthAdjustment = from.lengthAdjustment;
    numSkip = from.numSkip;
    maxFrameLength = from.maxFrameLength;
    order = from.order;
  }

  /// How many bytes are before the length field, 0 by default. Of reading alone.
  ///
  /// @throws IllegalArgumentException when that is negative, or over 64 KiB
  public LengthDelimitedBuilder lengthFieldOffset(int bytes) {
    lengthFieldOffset = head(bytes, "lengthFieldOffset");
    return this;
  }

  /// How many bytes the length field has, 4 by default. It is unsigned.
  ///
  /// @throws IllegalArgumentException when that is not from 1 to 8
  public LengthDelimitedBuilder lengthFieldLength(int bytes) {
    if (bytes < 1 || bytes > 8) {
      throw new IllegalArgumentException("lengthFieldLength must be from 1 to 8, but is " + bytes);
    }
    lengthFieldLength = bytes;
    return this;
  }

  /// What is added to the value of the length field for the number of bytes of the frame, 0 by default; it is taken from that number
  /// to write it.
  ///
  /// @param bytes negative where the field counts more than the frame
  public LengthDelimitedBuilder lengthAdjustment(int bytes) {
    lengthAdjustment = bytes;
    return this;
  }

  /// How many bytes from the first on are skipped before the frame: by default all up to the end of the length field. Of reading alone.
  ///
  /// @throws IllegalArgumentException when that is negative, or over 64 KiB
  public LengthDelimitedBuilder numSkip(int bytes) {
    numSkip = head(bytes, "numSkip");
    return this;
  }

  /// The longest frame, in bytes as it is handed out or in, 8 MiB by default.
  ///
  /// @throws IllegalArgumentException when that is negative
  public LengthDelimitedBuilder maxFrameLength(int bytes) {
    maxFrameLength = Checks.atLeast(0, bytes, "maxFrameLength");
    return this;
  }

  /// The order of the bytes of the length field, big-endian by default. `ByteOrder.nativeOrder()` is that of this machine.
  public LengthDelimitedBuilder order(ByteOrder order) {
    this.order = Objects.requireNonNull(order, "order");
    return this;
  }

  /// The order in which the first byte counts most, which is the default.
  public LengthDelimitedBuilder bigEndian() {
    return order(ByteOrder.BIG_ENDIAN);
  }

  /// The order in which the last byte counts most.
  public LengthDelimitedBuilder littleEndian() {
    return order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int head(int bytes, String name) {
    if (bytes < 0 || bytes > 64 * 1024) {
      throw new IllegalArgumentException(name + " must be from 0 to 65536, but is " + bytes);
    }
    return bytes;
  }

  /// A codec with these options.
  public LengthDelimitedCodec build() {
    return new LengthDelimitedCodec(this);
  }

  /// A reader with such a codec.
  public FramedRead<ByteBuffer> newRead(AsyncRead source) {
    return new FramedRead<>(source, build());
  }

  /// A writer with such a codec.
  public FramedWrite<ByteBuffer> newWrite(AsyncWrite target) {
    return new FramedWrite<>(target, build());
  }

  /// A connection with such a codec.
  public <S extends AsyncRead & AsyncWrite> Framed<ByteBuffer, ByteBuffer> newFramed(S io) {
    return Framed.of(io, build());
  }
}
