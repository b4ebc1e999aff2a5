package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// One receive from a bounded channel. It holds no message between polls, so there is none to lose.
final class MpscRecv<T> implements Future<@Nullable T> {
  private final MpscChannel<T> channel;

  // The polling thread only.
  private @Nullable Waker registered;

  MpscRecv(MpscChannel<T> channel) {
    this.channel = channel;
  }

  @Override
  public Poll<@Nullable T> poll(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    var message = channel.take();
    if (message == null && !channel.isEnded()) {
      var waker = cx.waker();
      registered = waker;
      channel.register(waker);
      message = channel.take();
      if (message == null && !channel.isEnded()) {
        cx.restoreBudget();
        return Poll.pending();
      }
      channel.unregister(waker);
    }
    return Poll.ready(message);
  }

  @Override
  public void drop() {
    if (registered != null) {
      channel.unregister(registered);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a message; " + channel);
  }
}
