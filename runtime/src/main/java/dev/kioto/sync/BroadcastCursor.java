package dev.kioto.sync;

import dev.kioto.sync.Broadcast.TryRecv;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Where one receiver of a broadcast channel is. The rules are in [BroadcastChannel].
///
/// @param <T> the type of the messages
final class BroadcastCursor<T> {
  /*
   *   position:  p -> p + 1    // the message at p is claimed; its count is owed to the slot from then on
   *              p -> oldest   // lagged: nothing is owed to slots that were overwritten
   *              p -> ENDED    // closed: what is owed from p on is the closer's; final
   *
   * By CAS, so that each message goes to one receive, also when two threads use one receiver.
   */

  static final long ENDED = -1;

  private static final VarHandle POSITION = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "position",
      VarHandle.class, BroadcastCursor.class, long.class);

  private final BroadcastChannel<T> channel;
  private final Waiters.Waiter waiter;

  // As the table says.
  private volatile long position;

  BroadcastCursor(BroadcastChannel<T> channel, long position) {
    this.channel = channel;
    this.position = position;
    this.waiter = channel.arrivals().waiter();
  }

  BroadcastChannel<T> channel() {
    return channel;
  }

  Waiters.Waiter waiter() {
    return waiter;
  }

  /// Receives what there is.
  TryRecv<T> take() {
    while (true) {
      long next = position;
      boolean ended = channel.isEnded(); // before the slot
      var slot = next == ENDED ? null : channel.slot(next);
      if (slot == null || slot.position() < next) {
        return next == ENDED || ended ? new TryRecv.Ended<>() : new TryRecv.Empty<>();
      }
      if (slot.position() == next) {
        if (move(next, next + 1)) {
          return read(slot);
        }
      } else {
        long oldest = Math.max(channel.tail(), slot.position() + 1) - channel.capacity();
        if (move(next, oldest)) {
          channel.addLagged(oldest - next);
          return new TryRecv.Lagged<>(oldest - next);
        }
      }
    }
  }

  private TryRecv<T> read(BroadcastChannel.Slot<T> slot) {
    var value = slot.value();
    slot.take();
    if (value == null) {
      throw new AssertionError("a message was cleared that this receiver had still to take");
    }
    return new TryRecv.Message<>(value);
  }

  private boolean move(long from, long to) {
    return POSITION.compareAndSet(this, from, to);
  }

  /// How many messages were sent that this receiver has not received, with those that were overwritten.
  long length() {
    long next = position;
    return next == ENDED ? 0 : channel.tail() - next;
  }

  boolean isOver() {
    return position == ENDED;
  }

  /// Gives up the receiver; who waits in it is told.
  void close() {
    channel.unsubscribe(this);
    waiter.retire();
  }

  /// @return the position it had
  long end() {
    return (long) POSITION.getAndSet(this, ENDED);
  }
}
