package dev.kioto.io;

import dev.kioto.future.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Io#toOutputStream]. One thread at a time.
final class SyncOutput extends OutputStream {
  private final AsyncWrite writer;
  private final ByteBuffer one = ByteBuffer.allocate(1);
  private boolean closed;

  SyncOutput(AsyncWrite writer) {
    this.writer = Objects.requireNonNull(writer, "writer");
  }

  @Override
  public void write(int value) throws IOException {
    await(writer.writeAll(one.clear().put(0, (byte) value)));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    await(writer.writeAll(ByteBuffer.wrap(bytes, from, length)));
  }

  @Override
  public void flush() throws IOException {
    await(writer.flush());
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      await(writer.shutdown());
    } finally {
      closeWriter();
    }
  }

  private void closeWriter() throws IOException {
    try {
      Bytes.close(writer);
    } catch (UncheckedIOException e) {
      throw SyncInput.checked(e);
    }
  }

  private static void await(Future<@Nullable Void> operation) throws IOException {
    try {
      operation.await();
    } catch (UncheckedIOException e) {
      throw SyncInput.checked(e);
    }
  }

  @Override
  public String toString() {
    return "OutputStream of " + writer;
  }
}
