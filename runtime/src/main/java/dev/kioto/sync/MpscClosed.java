package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// A wait for the close of a channel.
final class MpscClosed extends Operation<@Nullable Void> {
  private final MpscHandle<?> sender;

  // The polling thread only. Null before the first poll.
  private BatchSemaphore.@Nullable Acquire wait;

  MpscClosed(MpscHandle<?> sender) {
    this.sender = sender;
  }

  @Override
  protected Poll<@Nullable Void> step(Context cx) {
    var waiting = wait;
    if (waiting == null) {
      if (sender.isClosed()) {
        return cx.takeBudget() ? Poll.ready(null) : Poll.pending();
      }
      waiting = sender.channel.untilClosed();
      wait = waiting;
    }
    return waiting.poll(cx) == BatchSemaphore.Outcome.CLOSED ? Poll.ready(null) : Poll.pending();
  }

  @Override
  protected void giveUp() {
    if (wait != null) {
      wait.drop();
    }
  }

  @Override
  protected String source() {
    return "Sender::closed";
  }

  @Override
  protected @Nullable Resource resource() {
    return sender.channel.resource();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the close of a " + sender.channel);
  }
}
