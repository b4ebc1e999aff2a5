package dev.kioto.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Bytes that were taken from the system to be looked at, and have not been read yet. The reading task.
final class ReadAhead {
  private @Nullable ByteBuffer bytes; // from its position to its limit; null when there are none

  boolean isEmpty() {
    return bytes == null;
  }

  int size() {
    return bytes == null ? 0 : bytes.remaining();
  }

  /// A buffer that begins with what is here.
  ///
  /// @param capacity of it
  ByteBuffer withRoom(int capacity) {
    var buffer = ByteBuffer.allocate(capacity);
    return bytes == null ? buffer : buffer.put(bytes.duplicate());
  }

  /// Keeps other bytes in place of what was here.
  void set(ByteBuffer others) {
    bytes = others.hasRemaining() ? others : null;
  }

  /// Copies as much as fits, and keeps it.
  int show(ByteBuffer into) {
    if (bytes == null) {
      return 0;
    }
    int n = Math.min(bytes.remaining(), into.remaining());
    into.put(bytes.slice(bytes.position(), n));
    return n;
  }

  /// Moves as much as fits.
  int take(ByteBuffer into) {
    int n = show(into);
    if (bytes != null) {
      set(bytes.position(bytes.position() + n));
    }
    return n;
  }

  long take(ByteBuffer[] into) {
    long n = 0;
    for (var buffer : into) {
      n += take(buffer);
    }
    return n;
  }
}
