package dev.kioto.console.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Whole reads and writes of files.
final class Bytes {

  private Bytes() {}

  /// @throws EOFException if the file ends before
  static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    if (file.size() - at < length) throw new EOFException("the file ends before byte " + (at + length));
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the file ends before byte " + (at + length));
      }
    }
    return buffer.flip();
  }

  static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) place += file.write(bytes, place);
  }
}
