package dev.kioto.sync;

import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What the two ends of a channel share: a queue, who still holds an end, and who waits. When a message may be pushed, and
/// when the channel is over, is said by the two kinds, [MpscBounded] and [MpscUnbounded].
///
/// @param <T> the type of the messages
abstract sealed class MpscChannel<T> permits MpscBounded, MpscUnbounded {

  /*
   * The end
   *
   *   open -> closed -> ended
   *
   *   closed: done by the receiver's close() and by the last holder of the sending side. Nobody is let in any more; who was
   *           let in before pushes, or gives up.
   *   ended:  closed, and all that were let in are done and received. The queue is empty for good.
   *
   * Each kind says both by one word of its own, hence the receiver cannot see the end and miss a message.
   *
   * The holders of the sending side are open handles, and sends under way: those that wait for a place, and permits. So a
   * send that was polled, or a permit, outlives the handle that it was made with. `holders` counts both:
   *
   *   63                          32 31                         0
   *  +------------------------------+----------------------------+
   *  |       sends under way        |        open handles        |
   *  +------------------------------+----------------------------+
   *
   * Zero is final: a handle is added, and a send begins, only while there is a holder.
   *
   * The receiver's sleep
   *
   *   receiver: finds nothing; writes waker; looks again, for a message and for the end; pending
   *   others:   push, give a place back, or close; read waker; if there is one, take it and wake it
   *
   * Slot, waker and the word that says the end are volatile, so one order holds for all: whoever comes after the waker was
   * written wakes, whoever came before is seen by the second look. With release and acquire alone both could miss the other.
   * Several others may see the same waker; getAndSet lets one of them have it.
   *
   * Who waits for the close waits in a semaphore without permits, made by the first of them. It is made and then the close
   * looked for, or closed and then the semaphore looked for, again by volatile accesses: one of the two closes it.
   *
   * Happens-before: send to receive, and one receive to the next, by the queue.
   */

  private static final VarHandle HOLDERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "holders",
      VarHandle.class, MpscChannel.class, long.class);
  private static final VarHandle WEAK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "weak",
      VarHandle.class, MpscChannel.class, int.class);
  private static final VarHandle RECEIVER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "receiver",
      VarHandle.class, MpscChannel.class, Waker.class);
  private static final VarHandle CLOSING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closing",
      VarHandle.class, MpscChannel.class, BatchSemaphore.class);

  private static final VarHandle RECEIVER_TASK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(),
      "receiverTask", VarHandle.class, MpscChannel.class, long.class);

  private static final long HANDLE = 1;
  private static final long SEND = 1L << 32;

  private static final ResourceType<MpscChannel<?>> TYPE = ResourceType.of("Mpsc", ResourceKind.SYNC,
      MpscChannel::describe);

  final MpscQueue<T> queue = new MpscQueue<>();
  private final Observed observed = Observed.of(TYPE);

  // By CAS and getAndAdd.
  private volatile long holders = HANDLE;

  // By getAndAdd.
  private volatile int weak;

  // Set by the receiving thread, taken by whoever has news for it.
  private volatile @Nullable Waker receiver;

  // Set before the channel is closed, read after it was found closed.
  private volatile boolean receiverClosed;

  // Set once by CAS.
  private volatile @Nullable BatchSemaphore closing;

  // Set opaque by whoever receives, read opaque by any thread: for people, a moment old.
  @SuppressWarnings("UnusedVariable") // RECEIVER_TASK
  private long receiverTask;

  final @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// Whether the receiver has come to the end. The receiver only.
  final boolean endReached() {
    boolean over = isEnded();
    if (over) {
      observed.close();
    }
    return over;
  }

  /// A queue that grows is seen by its length; a receiver that is stuck by messages that are there while it does not wait and
  /// `received` stands still. `receiver_task` is the task that has asked for a message last, if it was one.
  private void describe(Attributes out) {
    out.set("max_capacity", maxCapacity()).set("capacity", capacity()).set("length", length())
        .set("received", queue.received()).set("senders", handles()).set("weak_senders", weak)
        .set("receiver_waits", receiver != null).set("closed", isClosed());
    long task = (long) RECEIVER_TASK.getOpaque(this);
    if (task != 0) {
      out.set("receiver_task", task);
    }
  }

  /// Remembers who receives, for an observer.
  final void receivedBy(long task) {
    if ((long) RECEIVER_TASK.getOpaque(this) != task) {
      RECEIVER_TASK.setOpaque(this, task);
    }
  }

  // What the kinds say

  /// Lets nobody in any more. May be called again.
  abstract void stop();

  abstract boolean isClosed();

  /// Whether there is no message and never will be one. Once true, forever true. The receiver only.
  abstract boolean isEnded();

  /// Messages were received. The receiver only.
  abstract void received();

  /// How many messages it holds at most, [Integer#MAX_VALUE] without a bound.
  abstract int maxCapacity();

  /// How many of them could be sent now.
  abstract int capacity();

  // The sending side

  /// One more handle, unless the last holder has left.
  final boolean addHandle() {
    return join(HANDLE);
  }

  final void closeHandle() {
    leave(HANDLE);
  }

  /// One more send under way, unless the last holder has left.
  final boolean beginSend() {
    return join(SEND);
  }

  final void endSend() {
    leave(SEND);
  }

  private boolean join(long holder) {
    while (true) {
      long n = holders;
      if (n == 0) {
        return false;
      }
      if (HOLDERS.compareAndSet(this, n, n + holder)) {
        return true;
      }
    }
  }

  private void leave(long holder) {
    long before = (long) HOLDERS.getAndAdd(this, -holder);
    assert before >= holder : "left a channel that was not joined";
    if (before == holder) {
      close();
    }
  }

  final int handles() {
    return (int) holders;
  }

  final void addWeak(int more) {
    WEAK.getAndAdd(this, more);
  }

  final int weakHandles() {
    return weak;
  }

  /// A wait for the close: over when it is refused.
  final BatchSemaphore.Acquire untilClosed() {
    var waiting = closing;
    if (waiting == null) {
      var created = new BatchSemaphore(0);
      var other = (BatchSemaphore) CLOSING.compareAndExchange(this, null, created);
      waiting = other == null ? created : other;
      if (isClosed()) {
        waiting.close();
      }
    }
    return waiting.acquire(1);
  }

  /// What to throw at a sender that comes too late.
  ///
  /// @param what what was not done
  final ChannelClosedException closed(String what, @Nullable T unsent) {
    return new ChannelClosedException(what + (receiverClosed ? ": the receiver of this " + this + ", is closed"
        : ": this sender of a " + this + ", was closed before"), unsent);
  }

  private void close() {
    stop();
    var waiting = closing;
    if (waiting != null) {
      waiting.close();
    }
    wakeReceiver();
  }

  final void wakeReceiver() {
    if (receiver != null) {
      var waker = (Waker) RECEIVER.getAndSet(this, null);
      if (waker != null) {
        waker.wake();
      }
    }
  }

  // The receiving side

  final void closeReceiver() {
    receiverClosed = true;
    close();
  }

  /// The next message, or null when there is none now.
  final @Nullable T take() {
    T value = queue.pop();
    if (value != null) {
      received();
    }
    return value;
  }

  /// Moves messages to a buffer. One that the buffer refuses, by an exception, stays in the channel.
  ///
  /// @return how many
  final int drain(Collection<? super T> buffer, int limit) {
    try {
      return queue.drain(buffer, limit);
    } finally {
      received();
    }
  }

  final int length() {
    return Math.clamp(queue.length(), 0, Integer.MAX_VALUE);
  }

  /// Has `waker` woken at the next news. The caller looks again afterwards, for news that came before.
  final void register(Waker waker) {
    receiver = waker;
  }

  /// Forgets the waker of a receive that was given up, unless another has replaced it.
  final void unregister(Waker waker) {
    RECEIVER.compareAndSet(this, waker, null);
  }
}
