package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// An operation that is made of the polls of a reader or a writer. Dropped, it leaves a waker behind, which wakes once in vain. The
/// polling thread.
abstract class IoWork<T extends @Nullable Object> extends Operation<T> {
  private final Object io;
  private final String what;

  /// @param io the reader or the writer
  /// @param what the method, for people
  IoWork(Object io, String what) {
    this.io = io;
    this.what = what;
  }

  @Override
  protected final String source() {
    return io.getClass().getSimpleName() + "::" + what;
  }

  @Override
  protected final @Nullable Resource resource() {
    return IoResource.of(io);
  }

  final UncheckedIOException failed(IOException cause) {
    return AsyncChannel.failed(io, what, cause);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(what + " of " + io);
  }
}
