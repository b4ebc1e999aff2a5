package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// Makes a call until it gives an answer. The polling thread.
final class IoOperation<C extends SelectableChannel, T> extends Operation<T> {
  private final AsyncChannel<C> channel;
  private final Interest interest;
  private final String source;
  private final IoCall<? super C, T> call;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

  IoOperation(AsyncChannel<C> channel, Interest interest, String source, IoCall<? super C, T> call) {
    this.channel = channel;
    this.interest = interest;
    this.source = source;
    this.call = call;
  }

  @Override
  protected String source() {
    return source;
  }

  @Override
  protected @Nullable Resource resource() {
    return channel.resource();
  }

  @Override
  protected Poll<T> step(Context cx) {
    var answer = channel.pollIo(cx, wait, interest, source, call);
    return answer == null ? Poll.pending() : Poll.ready(answer);
  }

  @Override
  protected void giveUp() {
    channel.forget(wait);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(source + " of " + channel);
  }
}
