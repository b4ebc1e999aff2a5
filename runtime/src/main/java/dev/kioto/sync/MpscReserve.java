package dev.kioto.sync;

import dev.kioto.sync.Mpsc.SendPermit;

/// A wait for places to be used later.
final class MpscReserve<T> extends MpscTake<T, SendPermit<T>> {
  private static final String NOT_DONE = "no place was reserved";

  private final String source;
  private final int wanted;

  MpscReserve(Mpsc.Sender<T> sender, int wanted, String source) {
    super(sender);
    this.wanted = wanted;
    this.source = source;
  }

  @Override
  protected String source() {
    return source;
  }

  @Override
  int wanted() {
    return wanted;
  }

  @Override
  SendPermit<T> granted() {
    return permit(channel(), wanted);
  }

  @Override
  ChannelClosedException refused() {
    return closed(channel());
  }

  /// Makes a permit of places that the caller has taken.
  ///
  /// @throws ChannelClosedException when the last holder has left meanwhile; the places were given back
  static <T> SendPermit<T> permit(MpscBounded<T> channel, int places) {
    if (places > 0 && !channel.beginSend()) {
      channel.giveBack(places);
      throw closed(channel);
    }
    return new SendPermit<>(channel, places);
  }

  static ChannelClosedException closed(MpscBounded<?> channel) {
    return channel.closed(NOT_DONE, null);
  }
}
