package dev.kioto.fs;

import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Writes a whole file.
final class WriteAll implements Work<@Nullable Void> {
  private final Path path;
  private final Work.Call<ByteBuffer> content;
  private @Nullable FileChannel channel;
  private @Nullable ByteBuffer bytes;

  /// @param content asked once
  WriteAll(Path path, Work.Call<ByteBuffer> content) {
    this.path = path;
    this.content = content;
  }

  @Override
  public Poll<@Nullable Void> piece() throws IOException {
    var from = bytes;
    if (from == null) {
      from = content.call();
      bytes = from;
    }
    var to = channel;
    if (to == null) {
      to = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
      channel = to;
    }
    int end = from.limit();
    int pieceEnd = (int) Math.min((long) from.position() + PIECE_BYTES, end);
    from.limit(pieceEnd);
    while (from.hasRemaining()) {
      to.write(from);
    }
    from.limit(end);
    if (pieceEnd < end) {
      return Poll.pending();
    }
    to.close(); // which may fail: some file systems write only then
    return Poll.ready(null);
  }

  @Override
  public void close() {
    SharedChannel.close(channel);
  }
}
