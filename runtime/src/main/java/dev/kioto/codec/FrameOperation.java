package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.IoResource;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// A future that the probe is told of, as an operation on the connection that it reads or writes. The polling thread.
final class FrameOperation<T extends @Nullable Object> extends Operation<T> {
  private final Object io;
  private final String source;
  private final Future<T> future;

  FrameOperation(Object io, String source, Future<T> future) {
    this.io = io;
    this.source = source;
    this.future = future;
  }

  @Override
  protected String source() {
    return source;
  }

  @Override
  protected @Nullable Resource resource() {
    return IoResource.of(io);
  }

  @Override
  protected Poll<T> step(Context cx) {
    return future.poll(cx);
  }

  @Override
  protected void giveUp() {
    future.drop();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(source);
    trace.future(future);
  }
}
