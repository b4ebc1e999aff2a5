package dev.kioto.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An open channel, and how many use it: the files that are clones of one another, and each job that is under way. The last one
/// closes it. Any thread.
final class SharedChannel {
  private final FileChannel channel;
  private final boolean appends;
  private final AtomicInteger users = new AtomicInteger(1); // 0 is final: it is closed, or was given away

  SharedChannel(FileChannel channel, boolean appends) {
    this.channel = channel;
    this.appends = appends;
  }

  /// Whether it was opened to append to, as far as is known.
  boolean appends() {
    return appends;
  }

  FileChannel channel() {
    return channel;
  }

  /// One more uses it.
  ///
  /// @return false when nobody does any more
  boolean retain() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) != 0;
  }

  /// One less uses it.
  void release() {
    if (users.decrementAndGet() == 0) {
      close(channel);
    }
  }

  /// The only one that uses it takes it away.
  ///
  /// @return false when others use it
  boolean take() {
    return users.compareAndSet(1, 0);
  }

  /// Closes what is open. An error has nobody to be told to: what must be known to be written is synced.
  static void close(@Nullable Closeable open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // see above
      }
    }
  }
}
