package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Waits for readiness. The polling thread.
final class ReadyFuture extends Operation<Ready> {
  private final AsyncChannel<?> channel;
  private final Interest interest;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

  ReadyFuture(AsyncChannel<?> channel, Interest interest) {
    this.channel = channel;
    this.interest = interest;
  }

  @Override
  protected String source() {
    return "AsyncChannel::ready";
  }

  @Override
  protected @Nullable Resource resource() {
    return channel.resource();
  }

  @Override
  protected Poll<Ready> step(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    int event = channel.pollReady(cx, wait, interest);
    if (event == 0) {
      cx.restoreBudget();
      return Poll.pending();
    }
    return Poll.ready(Ready.of(event));
  }

  @Override
  protected void giveUp() {
    channel.forget(wait);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(channel + ", " + interest);
  }
}
