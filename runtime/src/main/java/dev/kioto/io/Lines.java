package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The lines of a reader, in UTF-8. A line ends with `\n` or `\r\n`, which are not part of it; the last one may end with the end
/// of all. What has come of a line that is not complete stays here, so that nobody loses it. One task or thread.
///
/// A line that is longer than the limit fails, and the next one is what comes after it. One that is no text fails with
/// [InvalidUtf8Exception] as the cause, and is passed over. After Tokio's `io/util/lines.rs`, with a limit.
public final class Lines implements AutoCloseable {
  private final Segments<String> segments;

  Lines(AsyncBufRead reader, int limit) {
    segments = new Text(reader, limit);
  }

  private static final class Text extends Segments<String> {
    Text(AsyncBufRead reader, int limit) {
      super(reader, "nextLine", (byte) '\n', limit);
    }

    @Override
    int trailing(byte[] bytes, int from, int length, boolean terminated) {
      return terminated && length > 0 && bytes[from + length - 1] == '\r' ? 1 : 0;
    }

    @Override
    String segment(byte[] bytes, int from, int length) throws IOException {
      return Utf8.decode(bytes, from, length);
    }
  }

  /// Waits for the next line: null at the end. Takes budget; cancellation loses nothing, also of a line that has come in part.
  public Future<@Nullable String> nextLine() {
    return new NextSegment<>(segments, "nextLine");
  }

  /// The next line, if it is there: null at the end.
  ///
  /// @throws java.io.UncheckedIOException when a read failed, or the line is too long or no text
  public Poll<@Nullable String> pollNextLine(Context cx) {
    return segments.pollNext(cx);
  }

  /// What the lines are read from. What has come of a line in part is no longer there.
  public AsyncBufRead reader() {
    return segments.reader();
  }

  /// Closes the reader, where that can be closed.
  @Override
  public void close() {
    Bytes.close(segments.reader());
  }

  @Override
  public String toString() {
    return "Lines of " + segments.reader();
  }
}
