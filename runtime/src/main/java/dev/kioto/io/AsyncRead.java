package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What can be read from without blocking. After Tokio's `io/async_read.rs` and `io/util/async_read_ext.rs`.
///
/// Its futures wait as [Future#await] does: in a direct task, or on a thread that may block. They throw
/// [java.io.UncheckedIOException] when a read fails.
public interface AsyncRead {
  /// The answer of a poll that has nothing yet: the waker of the context will be woken.
  int PENDING = -2;

  /// The answer of a read at the end.
  int END = -1;

  /// Reads what is there, at most what fits. One task or thread reads at a time.
  ///
  /// @param into from its position to its limit; the position moves by what was read, and not when it is pending
  /// @return how many bytes were read: 0 only when the buffer has no room; [#END] at the end; [#PENDING] when there is nothing yet
  /// @throws java.io.UncheckedIOException when the read failed; the buffer is as it was
  int pollRead(Context cx, ByteBuffer into);

  /// Waits for something to read, and reads it. Cancellation loses nothing: what was not read is there for the next read.
  ///
  /// @param into from its position to its limit
  /// @return the number of bytes, or [#END]; 0 only when the buffer has no room
  default Future<Integer> read(ByteBuffer into) {
    return new ReadSome(this, into);
  }

  // --- more than one read ---

  /// Fills a buffer. When it is given up, and when it fails, the position of the buffer says what was read: the same buffer can be
  /// filled further.
  ///
  /// The future fails with [java.io.EOFException] as its cause when the end comes before, and says how many bytes are missing.
  ///
  /// @param into from its position to its limit
  default Future<@Nullable Void> readExact(ByteBuffer into) {
    return new ReadExact<@Nullable Void>(this, "readExact", into, _ -> null);
  }

  /// Reads up to the end. Memory grows with what is read. Cancellation loses what was read.
  ///
  /// @param limit in bytes; when there are more the future fails
  /// @throws IllegalArgumentException when the limit is negative
  default Future<byte[]> readToEnd(int limit) {
    return ReadToEnd.bytes(this, limit);
  }

  /// Reads up to the end, into a buffer that must have room for it: when there is more the future fails. When it is given up, the
  /// position of the buffer says what was read, and the same buffer can be read into further.
  ///
  /// @param into from its position to its limit
  /// @return how many bytes were read
  default Future<Integer> readToEnd(ByteBuffer into) {
    return ReadToEnd.into(this, into);
  }

  /// Reads up to the end, as text in UTF-8. Cancellation loses what was read.
  ///
  /// The future fails with [InvalidUtf8Exception] as its cause when it is no such text.
  ///
  /// @param limit in bytes; when there are more the future fails
  /// @throws IllegalArgumentException when the limit is negative
  default Future<String> readToString(int limit) {
    return ReadToEnd.text(this, limit);
  }

  // --- parts and sequences ---

  /// The first bytes of what is to come. The rest can be read from this one later.
  ///
  /// @param limit how many; at least 0
  /// @throws IllegalArgumentException when the limit is negative
  default Take take(long limit) {
    return new Take(this, limit);
  }

  /// What is read from this one up to its end, and then from another.
  default AsyncRead chain(AsyncRead next) {
    return new Chain(this, next);
  }

  // --- numbers: they fail as `readExact` does; cancellation loses what was read of one ---

  /// Reads one byte.
  default Future<Byte> readByte() {
    return ReadExact.number(this, "readByte", Byte.BYTES, ByteBuffer::get);
  }

  /// Reads one byte, from 0 to 255.
  default Future<Integer> readUnsignedByte() {
    return ReadExact.number(this, "readUnsignedByte", Byte.BYTES, bytes -> Byte.toUnsignedInt(bytes.get()));
  }

  /// Reads two bytes, the highest first.
  default Future<Short> readShort() {
    return ReadExact.number(this, "readShort", Short.BYTES, ByteBuffer::getShort);
  }

  /// Reads two bytes, the lowest first.
  default Future<Short> readShortLe() {
    return ReadExact.number(this, "readShortLe", Short.BYTES,
        bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).getShort());
  }

  /// Reads two bytes, the highest first, as a number from 0 to 65,535.
  default Future<Integer> readUnsignedShort() {
    return ReadExact.number(this, "readUnsignedShort", Short.BYTES, bytes -> Short.toUnsignedInt(bytes.getShort()));
  }

  /// Reads two bytes, the lowest first, as a number from 0 to 65,535.
  default Future<Integer> readUnsignedShortLe() {
    return ReadExact.number(this, "readUnsignedShortLe", Short.BYTES,
        bytes -> Short.toUnsignedInt(bytes.order(ByteOrder.LITTLE_ENDIAN).getShort()));
  }

  /// Reads four bytes, the highest first.
  default Future<Integer> readInt() {
    return ReadExact.number(this, "readInt", Integer.BYTES, ByteBuffer::getInt);
  }

  /// Reads four bytes, the lowest first.
  default Future<Integer> readIntLe() {
    return ReadExact.number(this, "readIntLe", Integer.BYTES, bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  /// Reads four bytes, the highest first, as a number that is not negative.
  default Future<Long> readUnsignedInt() {
    return ReadExact.number(this, "readUnsignedInt", Integer.BYTES, bytes -> Integer.toUnsignedLong(bytes.getInt()));
  }

  /// Reads four bytes, the lowest first, as a number that is not negative.
  default Future<Long> readUnsignedIntLe() {
    return ReadExact.number(this, "readUnsignedIntLe", Integer.BYTES,
        bytes -> Integer.toUnsignedLong(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt()));
  }

  /// Reads eight bytes, the highest first.
  default Future<Long> readLong() {
    return ReadExact.number(this, "readLong", Long.BYTES, ByteBuffer::getLong);
  }

  /// Reads eight bytes, the lowest first.
  default Future<Long> readLongLe() {
    return ReadExact.number(this, "readLongLe", Long.BYTES, bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /// Reads the four bytes of a float, the highest first.
  default Future<Float> readFloat() {
    return ReadExact.number(this, "readFloat", Float.BYTES, ByteBuffer::getFloat);
  }

  /// Reads the four bytes of a float, the lowest first.
  default Future<Float> readFloatLe() {
    return ReadExact.number(this, "readFloatLe", Float.BYTES,
        bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).getFloat());
  }

  /// Reads the eight bytes of a double, the highest first.
  default Future<Double> readDouble() {
    return ReadExact.number(this, "readDouble", Double.BYTES, ByteBuffer::getDouble);
  }

  /// Reads the eight bytes of a double, the lowest first.
  default Future<Double> readDoubleLe() {
    return ReadExact.number(this, "readDoubleLe", Double.BYTES,
        bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).getDouble());
  }
}
