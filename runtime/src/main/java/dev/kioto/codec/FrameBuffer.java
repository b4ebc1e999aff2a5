package dev.kioto.codec;

import dev.kioto.io.InvalidUtf8Exception;
import dev.kioto.io.Utf8;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes that are put in at the end and taken from the front: what a [Decoder] finds frames in, and an [Encoder] writes them to.
///
/// It grows as it is filled. What is taken from it has bytes of its own, which nobody else sees or overwrites. An index counts from
/// the front, 0 being the byte that is taken next. Numbers are big-endian; for the other order there are `Integer.reverseBytes` and
/// its like. One thread at a time.
///
/// What `BytesMut` is in tokio-util's codecs, and a `ByteBuf` with its two indexes in Netty.
public final class FrameBuffer {
  /*
   * bytes:  | taken | remaining ........ | room |
   *         0       start                end    bytes.length
   *
   * Growth doubles, so that each byte is moved a bounded number of times. A decoder that knows how long its frame is says so, and
   * the array then grows faster, up to just that; it does not grow to it at once, as what a frame says of its length is the word of
   * the other side, and memory should follow what has really come.
   */
  static final int DEFAULT_CAPACITY = 8 * 1024;

  // An empty buffer that has to wait keeps an array of that size, and none that is longer. A guess.
  private static final int MAX_RETAINED = 64 * 1024;

  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;
  private static final int EXPECTED_GROWTH = 8;

  private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int capacity; // at first, and after a release

  // All: the thread that has the buffer. The window is of the array, and made anew with it.
  private byte[] bytes;
  private int start;
  private int end;
  private int expected;
  private @Nullable ByteBuffer window;

  /// An empty one.
  public FrameBuffer() {
    this(DEFAULT_CAPACITY);
  }

  /// An empty one.
  ///
  /// @param capacity how many bytes there is room for before it grows
  /// @throws IllegalArgumentException when that is below 1
  public FrameBuffer(int capacity) {
    this.capacity = Checks.atLeast(1, capacity, "capacity");
    bytes = new byte[capacity];
  }

  // --- looking ---

  /// How many bytes are in it.
  public int remaining() {
    return end - start;
  }

  /// Whether none are.
  public boolean isEmpty() {
    return end == start;
  }

  /// A byte, which stays.
  ///
  /// @throws IndexOutOfBoundsException when the index is not below [#remaining]
  public byte get(int index) {
    return bytes[at(index, 1)];
  }

  /// A number of two bytes, which stay.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public short getShort(int index) {
    return (short) SHORT.get(bytes, at(index, Short.BYTES));
  }

  /// A number of four bytes, which stay.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public int getInt(int index) {
    return (int) INT.get(bytes, at(index, Integer.BYTES));
  }

  /// A number of eight bytes, which stay.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public long getLong(int index) {
    return (long) LONG.get(bytes, at(index, Long.BYTES));
  }

  /// Where the first of these bytes is.
  ///
  /// @param from where to begin, at most [#remaining]
  /// @return -1 when there is none
  /// @throws IndexOutOfBoundsException when `from` is not in the buffer
  public int indexOf(byte wanted, int from) {
    for (int i = at(from, 0); i < end; i++) {
      if (bytes[i] == wanted) {
        return i - start;
      }
    }
    return -1;
  }

  // The same for one of several: those with true at their unsigned value.
  int indexOfAny(boolean[] wanted, int from) {
    for (int i = start + from; i < end; i++) {
      if (wanted[bytes[i] & 0xff]) {
        return i - start;
      }
    }
    return -1;
  }

  /// What is in it, to be read by what reads a [ByteBuffer]: a checksum, a decoder of characters. It is big-endian, and is not to be
  /// used once the buffer has changed; to move in it takes nothing from here.
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, start, remaining()).slice().asReadOnlyBuffer();
  }

  // --- taking ---

  /// Takes bytes away that nobody wants.
  ///
  /// @throws IndexOutOfBoundsException when there are not as many
  public void skip(int n) {
    start = at(0, n) + n;
    expected = 0;
  }

  /// Takes a number of two bytes.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public short takeShort() {
    short number = getShort(0);
    skip(Short.BYTES);
    return number;
  }

  /// Takes a number of four bytes.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public int takeInt() {
    int number = getInt(0);
    skip(Integer.BYTES);
    return number;
  }

  /// Takes a number of eight bytes.
  ///
  /// @throws IndexOutOfBoundsException when they are not all there
  public long takeLong() {
    long number = getLong(0);
    skip(Long.BYTES);
    return number;
  }

  /// Takes bytes, as an array of their own.
  ///
  /// @throws IndexOutOfBoundsException when there are not as many
  public byte[] takeBytes(int n) {
    int from = at(0, n);
    var taken = Arrays.copyOfRange(bytes, from, from + n);
    skip(n);
    return taken;
  }

  /// Takes bytes, as a buffer that has an array of its own and of just that length.
  ///
  /// @throws IndexOutOfBoundsException when there are not as many
  public ByteBuffer take(int n) {
    return ByteBuffer.wrap(takeBytes(n));
  }

  /// Takes text in UTF-8.
  ///
  /// @param n its bytes, which are taken in any case
  /// @throws FrameException when they are none, caused by an [InvalidUtf8Exception]; it goes on with the frames after
  /// @throws IndexOutOfBoundsException when there are not as many
  public String takeUtf8(int n) {
    int from = at(0, n);
    skip(n);
    try {
      return Utf8.decode(bytes, from, n);
    } catch (InvalidUtf8Exception e) {
      throw new FrameException(e.getMessage() + ": the frame is skipped, and the next one read", true, e);
    }
  }

  /// Says how long the frame at the front will be, where that is known before all of it is there. It is a hint for the growth of
  /// the buffer, and forgotten when something is taken.
  ///
  /// @param length in bytes, from the front
  public void expect(int length) {
    expected = length;
  }

  // --- putting ---

  /// Makes room, so that to put as many bytes needs no growth.
  ///
  /// @throws IllegalArgumentException when it is negative
  public void reserve(int n) {
    Checks.atLeast(0, n, "n");
    if (n > bytes.length - end) {
      grow((long) remaining() + n);
    }
  }

  /// Puts a byte.
  public FrameBuffer put(byte value) {
    reserve(1);
    bytes[end++] = value;
    return this;
  }

  /// Puts a number of two bytes.
  public FrameBuffer putShort(short value) {
    reserve(Short.BYTES);
    SHORT.set(bytes, end, value);
    end += Short.BYTES;
    return this;
  }

  /// Puts a number of four bytes.
  public FrameBuffer putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, end, value);
    end += Integer.BYTES;
    return this;
  }

  /// Puts a number of eight bytes.
  public FrameBuffer putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, end, value);
    end += Long.BYTES;
    return this;
  }

  /// Puts all of an array.
  public FrameBuffer put(byte[] values) {
    return put(values, 0, values.length);
  }

  /// Puts a part of an array.
  ///
  /// @throws IndexOutOfBoundsException when the array has no such part
  public FrameBuffer put(byte[] values, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, values.length);
    reserve(length);
    System.arraycopy(values, offset, bytes, end, length);
    end += length;
    return this;
  }

  /// Puts what a buffer has, from its position to its limit. The position stays.
  public FrameBuffer put(ByteBuffer values) {
    int length = values.remaining();
    reserve(length);
    values.get(values.position(), bytes, end, length);
    end += length;
    return this;
  }

  /// Overwrites a byte that was put before: a place for what is known later.
  ///
  /// @throws IndexOutOfBoundsException when it is not in the buffer
  public FrameBuffer set(int index, byte value) {
    bytes[at(index, 1)] = value;
    return this;
  }

  /// Overwrites four bytes by a number, as the length of what was put after them.
  ///
  /// @throws IndexOutOfBoundsException when they are not in the buffer
  public FrameBuffer setInt(int index, int value) {
    INT.set(bytes, at(index, Integer.BYTES), value);
    return this;
  }

  /// A stream that puts what is written to it: for libraries that write to one. It needs no flush and no close.
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int value) {
        put((byte) value);
      }

      @Override
      public void write(byte[] values, int offset, int length) {
        put(values, offset, length);
      }
    };
  }

  // --- for readers and writers ---

  // The room to read into, at least a byte. Valid until the next call.
  ByteBuffer room() {
    int length = remaining();
    int wanted = expected > length ? expected - length : Integer.MAX_VALUE;
    wanted = Math.min(wanted, Math.max(1, bytes.length / 4));
    if (length == 0 || wanted > bytes.length - end) {
      makeRoom(length, wanted);
    }
    return window().limit(bytes.length).position(end);
  }

  private void makeRoom(int length, int wanted) {
    long needed = Math.max(expected, (long) length + wanted);
    if (needed <= bytes.length || (start > 0 && length <= bytes.length / 2)) {
      compact();
    } else if (expected > length) {
      move(new byte[(int) Math.min(expected, (long) EXPECTED_GROWTH * bytes.length)]);
    } else {
      grow((long) length + wanted);
    }
  }

  // That many bytes of the room have been read into.
  void filled(int n) {
    end += n;
  }

  // What is there, to be written. Valid until the next call.
  ByteBuffer content() {
    return window().limit(end).position(start);
  }

  private ByteBuffer window() {
    var current = window;
    if (current == null) {
      current = ByteBuffer.wrap(bytes);
      window = current;
    }
    return current;
  }

  // Takes back what was put after there were that many bytes.
  void truncate(int length) {
    end = start + length;
  }

  void clear() {
    start = end;
    expected = 0;
    release();
  }

  // Lets go of a long array, when there is nothing in it.
  void release() {
    if (isEmpty()) {
      start = 0;
      end = 0;
      if (bytes.length > Math.max(capacity, MAX_RETAINED)) {
        bytes = new byte[capacity];
        window = null;
      }
    }
  }

  private void grow(long needed) {
    if (needed <= bytes.length && start >= remaining()) {
      compact();
      return;
    }
    if (needed > MAX_CAPACITY) {
      throw new OutOfMemoryError("a buffer of " + needed + " bytes: there can be " + MAX_CAPACITY);
    }
    move(new byte[(int) Math.min(MAX_CAPACITY, Math.max(needed, 2L * bytes.length))]);
  }

  private void compact() {
    System.arraycopy(bytes, start, bytes, 0, remaining());
    end -= start;
    start = 0;
  }

  private void move(byte[] into) {
    System.arraycopy(bytes, start, into, 0, remaining());
    bytes = into;
    window = null;
    end -= start;
    start = 0;
  }

  private int at(int index, int length) {
    return start + Objects.checkFromIndexSize(index, length, end - start);
  }

  @Override
  public String toString() {
    return "FrameBuffer of " + remaining() + " bytes";
  }
}
