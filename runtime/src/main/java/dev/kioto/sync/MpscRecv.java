package dev.kioto.sync;

import org.jspecify.annotations.Nullable;

/// A wait for one message; null when the channel has ended.
final class MpscRecv<T> extends MpscReceive<T, @Nullable T> {

  MpscRecv(MpscChannel<T> channel) {
    super(channel);
  }

  @Override
  protected String source() {
    return "Receiver::recv";
  }

  @Override
  @Nullable T take() {
    return channel.take();
  }

  @Override
  @Nullable T ended() {
    return null;
  }
}
