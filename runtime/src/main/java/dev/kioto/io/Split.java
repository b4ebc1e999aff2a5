package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The parts of what is read, between bytes of one kind, which are not part of them; the last one may end with the end of all. What
/// has come of a part that is not complete stays here, so that nobody loses it. One task or thread.
///
/// A part that is longer than the limit fails, and the next one is what comes after it. After Tokio's `io/util/split.rs`, with a
/// limit.
public final class Split implements AutoCloseable {
  private final Segments<byte[]> segments;

  Split(AsyncBufRead reader, byte delimiter, int limit) {
    segments = new Parts(reader, delimiter, limit);
  }

  private static final class Parts extends Segments<byte[]> {
    Parts(AsyncBufRead reader, byte delimiter, int limit) {
      super(reader, "nextSegment", delimiter, limit);
    }

    @Override
    int trailing(byte[] bytes, int from, int length, boolean terminated) {
      return 0;
    }

    @Override
    byte[] segment(byte[] bytes, int from, int length) {
      return Arrays.copyOfRange(bytes, from, from + length);
    }
  }

  /// Waits for the next part: null at the end. Takes budget; cancellation loses nothing, also of a part that is not complete.
  public Future<byte @Nullable []> nextSegment() {
    return new NextSegment<>(segments, "nextSegment");
  }

  /// The next part, if it is there: null at the end.
  ///
  /// @throws java.io.UncheckedIOException when a read failed, or the part is too long
  public Poll<byte @Nullable []> pollNextSegment(Context cx) {
    return segments.pollNext(cx);
  }

  /// What the parts are read from.
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
    return "Split of " + segments.reader();
  }
}
