package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What can be written to without blocking. After Tokio's `io/async_write.rs` and `io/util/async_write_ext.rs`.
///
/// Its futures wait as [Future#await] does: in a direct task, or on a thread that may block. They throw
/// [java.io.UncheckedIOException] when a write fails.
public interface AsyncWrite {
  /// The answer of a poll that can do nothing yet: the waker of the context will be woken.
  int PENDING = AsyncRead.PENDING;

  /// Writes as much as there is room for. One task or thread writes at a time.
  ///
  /// @param from from its position to its limit; the position moves by what was written, and not when it is pending
  /// @return how many bytes were written: 0 only when the buffer has none; [#PENDING] when there is no room yet
  /// @throws java.io.UncheckedIOException when the write failed
  int pollWrite(Context cx, ByteBuffer from);

  /// Writes as much as there is room for, of several buffers in their order: of the first that is not empty, where one call of the
  /// system cannot take more.
  ///
  /// @param from each from its position to its limit, which moves by what was written
  /// @return how many bytes were written: 0 only when no buffer has any; [#PENDING] when there is no room yet
  /// @throws java.io.UncheckedIOException when the write failed
  default long pollWriteVectored(Context cx, ByteBuffer[] from) {
    for (var buffer : from) {
      if (buffer.hasRemaining()) {
        return pollWrite(cx, buffer);
      }
    }
    return 0;
  }

  /// Brings to its destination what was written and is kept in between.
  ///
  /// @return whether that is done; false when the waker will be woken
  /// @throws java.io.UncheckedIOException when it failed
  default boolean pollFlush(Context cx) {
    return true;
  }

  /// Ends the writing: flushes, and tells the other side that no more will come. Doing it again does nothing.
  ///
  /// @return whether that is done; false when the waker will be woken
  /// @throws java.io.UncheckedIOException when it failed
  boolean pollShutdown(Context cx);

  /// Waits for room, and writes what fits. Cancellation loses nothing: what was not written is still in the buffer.
  ///
  /// @return the number of bytes; 0 only when the buffer has none
  default Future<Integer> write(ByteBuffer from) {
    return new WriteSome(this, from);
  }

  /// Waits for room, and writes what fits of several buffers, in one call of the system where that is possible. Cancellation loses
  /// nothing.
  ///
  /// @param from in their order; the array is not copied
  /// @return the number of bytes; 0 only when no buffer has any
  default Future<Long> writeVectored(ByteBuffer... from) {
    return new WriteVectored(this, from);
  }

  /// Writes all of a buffer. When it is given up, the position of the buffer says what was written.
  default Future<@Nullable Void> writeAll(ByteBuffer from) {
    return new WriteAll(this, "writeAll", from);
  }

  /// Writes all of several buffers, as a header and a body, in few calls of the system. When it is given up, the positions of the
  /// buffers say what was written.
  ///
  /// @param from in their order; the array is not copied
  default Future<@Nullable Void> writeAll(ByteBuffer... from) {
    return new WriteAllVectored(this, from);
  }

  /// Flushes, see [#pollFlush]. Cancellation loses nothing; what is kept in between waits for the next flush.
  default Future<@Nullable Void> flush() {
    return new Finish(this, false);
  }

  /// Ends the writing, see [#pollShutdown]. Given up, it can be called again.
  default Future<@Nullable Void> shutdown() {
    return new Finish(this, true);
  }

  // --- numbers: when one is given up, a part of it may have been written, and nobody knows how much ---

  /// Writes one byte, the lowest of the number.
  default Future<@Nullable Void> writeByte(int value) {
    return new WriteAll(this, "writeByte", ByteBuffer.allocate(Byte.BYTES).put((byte) value).flip());
  }

  /// Writes the two lowest bytes of a number, the higher first.
  default Future<@Nullable Void> writeShort(int value) {
    return new WriteAll(this, "writeShort", ByteBuffer.allocate(Short.BYTES).putShort((short) value).flip());
  }

  /// Writes the two lowest bytes of a number, the lower first.
  default Future<@Nullable Void> writeShortLe(int value) {
    return new WriteAll(this, "writeShortLe", littleEndian(Short.BYTES).putShort((short) value).flip());
  }

  /// Writes four bytes, the highest first.
  default Future<@Nullable Void> writeInt(int value) {
    return new WriteAll(this, "writeInt", ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }

  /// Writes four bytes, the lowest first.
  default Future<@Nullable Void> writeIntLe(int value) {
    return new WriteAll(this, "writeIntLe", littleEndian(Integer.BYTES).putInt(value).flip());
  }

  /// Writes eight bytes, the highest first.
  default Future<@Nullable Void> writeLong(long value) {
    return new WriteAll(this, "writeLong", ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
  }

  /// Writes eight bytes, the lowest first.
  default Future<@Nullable Void> writeLongLe(long value) {
    return new WriteAll(this, "writeLongLe", littleEndian(Long.BYTES).putLong(value).flip());
  }

  /// Writes the four bytes of a float, the highest first.
  default Future<@Nullable Void> writeFloat(float value) {
    return new WriteAll(this, "writeFloat", ByteBuffer.allocate(Float.BYTES).putFloat(value).flip());
  }

  /// Writes the four bytes of a float, the lowest first.
  default Future<@Nullable Void> writeFloatLe(float value) {
    return new WriteAll(this, "writeFloatLe", littleEndian(Float.BYTES).putFloat(value).flip());
  }

  /// Writes the eight bytes of a double, the highest first.
  default Future<@Nullable Void> writeDouble(double value) {
    return new WriteAll(this, "writeDouble", ByteBuffer.allocate(Double.BYTES).putDouble(value).flip());
  }

  /// Writes the eight bytes of a double, the lowest first.
  default Future<@Nullable Void> writeDoubleLe(double value) {
    return new WriteAll(this, "writeDoubleLe", littleEndian(Double.BYTES).putDouble(value).flip());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
