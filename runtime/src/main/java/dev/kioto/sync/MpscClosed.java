package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// A wait for the close of a channel.
final class MpscClosed implements Future<@Nullable Void> {
  private final MpscHandle<?> sender;

  // The polling thread only. Null before the first poll.
  private BatchSemaphore.@Nullable Acquire wait;

  MpscClosed(MpscHandle<?> sender) {
    this.sender = sender;
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
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
  public void drop() {
    if (wait != null) {
      wait.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the close of a " + sender.channel);
  }
}
