package dev.kioto.fs;

import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/// Copies the content and the permissions of a file.
final class CopyFile implements Work<Long> {
  private final Path from;
  private final Path to;
  private @Nullable FileChannel source;
  private @Nullable FileChannel target;
  private long count;

  CopyFile(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public Poll<Long> piece() throws IOException {
    if (source == null) {
      check();
      source = FileChannel.open(from, StandardOpenOption.READ);
    }
    if (target == null) {
      target = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
      copyPermissions();
    }
    long n = source.transferTo(count, PIECE_BYTES, target);
    if (n == 0) {
      n = copyUnsized(source, target);
    }
    count += n;
    if (n > 0) {
      return Poll.pending();
    }
    source.close();
    target.close();
    return Poll.ready(count);
  }

  private void check() throws IOException {
    if (!Files.isRegularFile(from) && Files.exists(from)) {
      throw new IOException("the source is not a regular file");
    }
    if (Files.exists(to) && Files.isSameFile(from, to)) {
      throw new IOException("they are the same file");
    }
  }

  private void copyPermissions() throws IOException {
    var view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var own = Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null && own != null && Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
      own.setPermissions(view.readAttributes().permissions());
    }
  }

  // A transfer looks at the length first, and files as those in /proc have none.
  private long copyUnsized(FileChannel in, FileChannel out) throws IOException {
    var buffer = ByteBuffer.allocate(8192);
    long n = in.read(buffer, count);
    buffer.flip();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    return Math.max(0, n);
  }

  @Override
  public void close() {
    SharedChannel.close(source);
    SharedChannel.close(target);
  }
}
