package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [AsyncWrite#flush] and [AsyncWrite#shutdown].
final class Finish extends IoWork<@Nullable Void> {
  private final AsyncWrite writer;
  private final boolean shutdown;

  Finish(AsyncWrite writer, boolean shutdown) {
    super(writer, shutdown ? "shutdown" : "flush");
    this.writer = writer;
    this.shutdown = shutdown;
  }

  @Override
  protected Poll<@Nullable Void> step(Context cx) {
    return (shutdown ? writer.pollShutdown(cx) : writer.pollFlush(cx)) ? Poll.ready(null) : Poll.pending();
  }
}
