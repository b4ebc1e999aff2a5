package dev.kioto.fs;

import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a whole file, however long it says that it is.
final class ReadAll implements Work<byte[]> {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8; // what every JVM makes
  private static final int LEAST = 512; // for files that do not say their length, as in /proc; a guess

  private final Path path;
  private @Nullable FileChannel channel;
  private byte[] bytes = new byte[0];
  private int count;

  ReadAll(Path path) {
    this.path = path;
  }

  @Override
  public Poll<byte[]> piece() throws IOException {
    var from = channel == null ? open() : channel;
    long end = (long) count + PIECE_BYTES;
    while (count < end) {
      if (count == bytes.length) {
        grow();
      }
      int n = from.read(ByteBuffer.wrap(bytes, count, (int) Math.min(bytes.length, end) - count));
      if (n < 0) {
        close();
        return Poll.ready(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
      }
      count += n;
    }
    return Poll.pending();
  }

  private FileChannel open() throws IOException {
    var opened = FileChannel.open(path, StandardOpenOption.READ);
    channel = opened;
    long size = opened.size();
    if (size > MAX_ARRAY) {
      throw new IOException("its " + size + " bytes are more than an array can hold: read it by a File");
    }
    bytes = new byte[size == 0 ? LEAST : (int) Math.min(size + 1, MAX_ARRAY)]; // room to find the end in
    return opened;
  }

  private void grow() throws IOException {
    if (bytes.length == MAX_ARRAY) {
      throw new IOException("it has more bytes than an array can hold: read it by a File");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, MAX_ARRAY));
  }

  @Override
  public void close() {
    SharedChannel.close(channel);
    channel = null;
  }
}
