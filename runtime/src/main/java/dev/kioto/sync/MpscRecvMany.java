package dev.kioto.sync;

import dev.kioto.resource.Attributes;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A wait for some messages, which are counted; 0 when the channel has ended.
final class MpscRecvMany<T> extends MpscReceive<T, Integer> {
  private final Collection<? super T> buffer;
  private final int limit;

  MpscRecvMany(MpscChannel<T> channel, Collection<? super T> buffer, int limit) {
    super(channel);
    this.buffer = buffer;
    this.limit = limit;
  }

  @Override
  protected String source() {
    return "Receiver::recv_many";
  }

  @Override
  protected void describe(Attributes out) {
    out.set("limit", limit);
  }

  @Override
  @Nullable Integer take() {
    int taken = channel.drain(buffer, limit);
    return taken == 0 ? null : taken;
  }

  @Override
  Integer ended() {
    return 0;
  }
}
