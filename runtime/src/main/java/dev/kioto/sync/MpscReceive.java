package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Owner;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// One wait for messages. It holds none between polls, so there is none to lose.
///
/// @param <T> the type of the messages
/// @param <R> what they are made into
abstract class MpscReceive<T, R extends @Nullable Object> extends Operation<R> {
  final MpscChannel<T> channel;

  // The polling thread only.
  private @Nullable Waker registered;

  MpscReceive(MpscChannel<T> channel) {
    this.channel = channel;
  }

  /// What there is now; null for nothing.
  abstract @Nullable R take();

  /// What says that the channel has ended.
  abstract R ended();

  @Override
  protected final Poll<R> step(Context cx) {
    if (Observed.isPossible()) {
      channel.receivedBy(Owner.current());
    }
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    var found = look();
    if (found != null) {
      return found;
    }
    var waker = cx.waker();
    registered = waker;
    channel.register(waker);
    found = look();
    if (found == null) {
      cx.restoreBudget();
      return Poll.pending();
    }
    channel.unregister(waker);
    return found;
  }

  private @Nullable Poll<R> look() {
    R found = take();
    if (found != null) {
      return Poll.ready(found);
    }
    return channel.endReached() ? Poll.ready(ended()) : null;
  }

  @Override
  protected final void giveUp() {
    if (registered != null) {
      channel.unregister(registered);
    }
  }

  @Override
  protected final @Nullable Resource resource() {
    return channel.resource();
  }

  @Override
  public final void describe(AwaitTrace trace) {
    trace.detail("a message; " + channel);
  }
}
