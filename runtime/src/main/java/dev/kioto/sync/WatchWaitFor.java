package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Poll;
import dev.kioto.resource.Resource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits for a value that a predicate accepts.
final class WatchWaitFor<T> extends Waiting<T> {
  private final Watch.Receiver<T> receiver;
  private final Predicate<? super T> predicate;

  // The polling thread only: whether the value that there was at first was looked at.
  private boolean begun;

  WatchWaitFor(Watch.Receiver<T> receiver, Predicate<? super T> predicate) {
    super(receiver.waiter());
    this.receiver = receiver;
    this.predicate = predicate;
  }

  @Override
  protected String source() {
    return "Receiver::wait_for";
  }

  @Override
  protected @Nullable Resource resource() {
    return receiver.channel().resource();
  }

  @Override
  Poll<T> look() {
    boolean over = receiver.isOver();
    if (!begun) {
      begun = true;
      receiver.markChanged();
    }
    var unseen = receiver.wasClosed() ? null : receiver.takeUnseen();
    if (unseen != null && predicate.test(unseen.value())) {
      return Poll.ready(unseen.value());
    }
    if (over) {
      throw new ChannelClosedException(receiver.wasClosed()
          ? "waited for a value of a watch channel in a receiver that is closed"
          : "waited for a value of a watch channel whose senders are closed; the newest value is not the one");
    }
    return Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a value that fits; " + receiver.channel());
  }
}
