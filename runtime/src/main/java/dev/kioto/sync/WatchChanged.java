package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Poll;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Waits for a value that a receiver of a watch channel has not seen.
final class WatchChanged<T> extends Waiting<Boolean> {
  private final Watch.Receiver<T> receiver;

  WatchChanged(Watch.Receiver<T> receiver) {
    super(receiver.waiter());
    this.receiver = receiver;
  }

  @Override
  protected String source() {
    return "Receiver::changed";
  }

  @Override
  protected @Nullable Resource resource() {
    return receiver.channel().resource();
  }

  @Override
  Poll<Boolean> look() {
    if (receiver.wasClosed()) {
      return Poll.ready(false);
    }
    boolean over = receiver.isOver();
    if (receiver.takeUnseen() != null) {
      return Poll.ready(true);
    }
    return over ? Poll.ready(false) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a change; " + receiver.channel());
  }
}
