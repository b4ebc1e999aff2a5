package dev.kioto.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// See [Io#toInputStream]. One thread at a time.
final class SyncInput extends InputStream {
  private final AsyncRead reader;
  private final ByteBuffer one = ByteBuffer.allocate(1);

  SyncInput(AsyncRead reader) {
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  @Override
  public int read() throws IOException {
    return read(one.clear()) < 0 ? -1 : Byte.toUnsignedInt(one.get(0));
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return length == 0 ? 0 : read(ByteBuffer.wrap(bytes, from, length));
  }

  private int read(ByteBuffer into) throws IOException {
    try {
      return reader.read(into).await();
    } catch (UncheckedIOException e) {
      throw checked(e);
    }
  }

  /// The failure as those who know the JDK's streams expect it, with the message that names what failed.
  static IOException checked(UncheckedIOException e) {
    return new IOException(e.getMessage(), e.getCause());
  }

  @Override
  public void close() throws IOException {
    try {
      Bytes.close(reader);
    } catch (UncheckedIOException e) {
      throw checked(e);
    }
  }

  @Override
  public String toString() {
    return "InputStream of " + reader;
  }
}
