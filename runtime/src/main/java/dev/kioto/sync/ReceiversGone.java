package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Waits until a channel has no receiver.
final class ReceiversGone extends Waiting<@Nullable Void> {
  private final Channel channel;

  ReceiversGone(Channel channel) {
    super(channel.departures().waiter());
    this.channel = channel;
  }

  /// What it waits in.
  interface Channel {
    /// How many receivers there are.
    int receivers();

    /// Those that are told when the last receiver has closed.
    Waiters departures();

    /// As which the channel is observed.
    @Nullable Resource resource();
  }

  @Override
  protected String source() {
    return "Sender::closed";
  }

  @Override
  protected @Nullable Resource resource() {
    return channel.resource();
  }

  @Override
  Poll<@Nullable Void> look() {
    return channel.receivers() == 0 ? Poll.ready(null) : Poll.pending();
  }

  @Override
  void leave(Waiters.Waiter waiter, Waker waker) {
    waiter.abandon();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the close of the last receiver; " + channel);
  }
}
