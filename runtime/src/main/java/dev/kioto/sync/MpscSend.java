package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// One message on its way into a bounded channel().
final class MpscSend<T> extends MpscTake<T, @Nullable Void> {
  private final T message;

  MpscSend(Mpsc.Sender<T> sender, T message) {
    super(sender);
    this.message = message;
  }

  @Override
  protected String source() {
    return "Sender::send";
  }

  @Override
  int wanted() {
    return 1;
  }

  @Override
  @Nullable Void granted() {
    channel().push(message);
    return null;
  }

  @Override
  ChannelClosedException refused() {
    return channel().closed("the message was not sent", message);
  }
}
