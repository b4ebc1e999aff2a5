package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Poll;
import dev.kioto.resource.Resource;
import dev.kioto.sync.Broadcast.TryRecv;
import org.jspecify.annotations.Nullable;

/// One receive from a broadcast channel.
final class BroadcastRecv<T> extends Waiting<@Nullable T> {
  private final BroadcastCursor<T> cursor;

  BroadcastRecv(BroadcastCursor<T> cursor) {
    super(cursor.waiter());
    this.cursor = cursor;
  }

  @Override
  protected String source() {
    return "Receiver::recv";
  }

  @Override
  protected @Nullable Resource resource() {
    return cursor.channel().resource();
  }

  @Override
  Poll<@Nullable T> look() {
    return switch (cursor.take()) {
      case TryRecv.Message<T>(T value) -> Poll.ready(value);
      case TryRecv.Empty<T> _ -> Poll.pending();
      case TryRecv.Ended<T> _ -> Poll.ready(null);
      case TryRecv.Lagged<T>(long skipped) -> throw new LaggedException(skipped, cursor.channel().capacity());
    };
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a message; " + cursor.channel());
  }
}
