package dev.kioto.io;

import dev.kioto.future.Future;
import org.jspecify.annotations.Nullable;

/// A reader that knows a shorter way to some writers than through a buffer: a file has the system bring it to a socket. [Io#copy]
/// asks.
public interface CopySource extends AsyncRead {
  /// Copies all there is, up to the end, and leaves it behind as read. Nobody else reads this, or writes to the writer, meanwhile.
  ///
  /// @return a future of the number of bytes, which is given up and fails as [Io#copy] is and does; null when there is no shorter
  ///     way to this writer
  @Nullable Future<Long> copyTo(AsyncWrite writer);
}
