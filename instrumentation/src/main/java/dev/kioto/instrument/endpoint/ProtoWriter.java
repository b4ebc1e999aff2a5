package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes fields of protobuf messages one after the other, where a message object for each of them would be made of millions.
///
/// ```text
/// field     tag varint, then by type:   varint                   for numbers
///                                       length varint, bytes     for text and messages
/// ```
///
/// Numbers that are 0 and texts that are empty are written too: whether absence says the same is the caller's to know.
/// One thread alone.
final class ProtoWriter {
  private static final int MAX_VARINT = 10;
  private static final int LENGTH_BYTES = 2; // of a message: up to 16 KiB
  private static final int MAX_LENGTH = 1 << (7 * LENGTH_BYTES);

  private byte[] bytes;
  private int size;

  /// @param capacity in bytes, above 0; it grows
  ProtoWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /// How much was written since the last [#take].
  int size() {
    return size;
  }

  /// Writes a field of type uint64 or uint32, or an enum.
  void number(int field, long value) {
    ensure(2 * MAX_VARINT);
    tag(field, WireFormat.WIRETYPE_VARINT);
    varint(value);
  }

  /// Writes a field of type string.
  void text(int field, String value) {
    int length = value.length();
    ensure(2 * MAX_VARINT + length);
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int before = size;
    varint(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        size = before;
        encoded(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  /// Writes fields that are encoded already.
  void raw(byte[] fields) {
    ensure(fields.length);
    System.arraycopy(fields, 0, bytes, size, fields.length);
    size += fields.length;
  }

  private void encoded(byte[] text) {
    ensure(MAX_VARINT + text.length);
    varint(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /// Begins a field that is a message of at most 16 KiB: what is written up to [#end] is inside it.
  ///
  /// @return what [#end] wants
  int begin(int field) {
    ensure(MAX_VARINT + LENGTH_BYTES);
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    size += LENGTH_BYTES;
    return size;
  }

  /// Ends the message that began last and has not ended.
  void end(int begun) {
    int length = size - begun;
    if (length >= MAX_LENGTH) {
      throw new IllegalStateException("a part of a message has " + length + " bytes");
    }
    // A varint may be longer than it need be: so nothing has to be moved.
    bytes[begun - 2] = (byte) (length | 0x80);
    bytes[begun - 1] = (byte) (length >>> 7);
  }

  /// What was written since the last time. Writing goes on in fresh memory.
  ByteString take() {
    var taken = UnsafeByteOperations.unsafeWrap(bytes, 0, size);
    bytes = new byte[Math.max(64, size)];
    size = 0;
    return taken;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
