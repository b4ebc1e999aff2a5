package dev.kioto.sync;

import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What the two ends of a bounded channel share: a queue, a permit for each place in it, and who still holds an end.
///
/// @param <T> the type of the messages
final class MpscChannel<T> {

  /*
   * A place's permit
   *
   *   free -> held by a send       // acquired; a send that waited may have been handed it and not know yet
   *   held -> in the queue         // push; then wake the receiver
   *   held -> free                 // the send was dropped; then wake the receiver, see the end
   *   in the queue -> free         // pop; the longest waiting send has it now
   *
   * The end
   *
   *   open -> closing -> ended
   *
   *   closing: the semaphore is closed. Done by the receiver's close() and by the last holder of the sending side. No
   *            permit is given out any more; the ones that are out are pushed, or given back.
   *   ended:   closed with all permits home. Then nothing is queued and nobody can push: the queue was empty for good.
   *            One word of the semaphore says so, hence the receiver cannot see the end and miss a message.
   *
   * `holders` counts open sender handles and sends that wait. It never leaves zero. So a send that was polled outlives
   * the handle it was made with, while one that was not may find the channel closed.
   *
   * The receiver's sleep
   *
   *   receiver: pop finds nothing; write waker; pop and look for the end again; pending
   *   others:   push, give a permit back, or close; read waker; if there is one, take it and wake it
   *
   * Slot, semaphore word and waker are volatile, so one order holds for all: whoever comes after the waker was written
   * wakes, whoever came before is seen by the second look. With release and acquire alone both could miss the other.
   * Several others may see the same waker; getAndSet lets one of them have it.
   *
   * Happens-before: send to receive by the slot (MpscQueue); receive to the send that gets the place by the permit; pop
   * to the next pop, perhaps on another thread, by `receiving`.
   */

  private static final VarHandle HOLDERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "holders",
      VarHandle.class, MpscChannel.class, int.class);
  private static final VarHandle RECEIVER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "receiver",
      VarHandle.class, MpscChannel.class, Waker.class);
  private static final VarHandle RECEIVING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "receiving",
      VarHandle.class, MpscChannel.class, boolean.class);

  private final int capacity;
  private final BatchSemaphore places;
  private final MpscQueue<T> queue = new MpscQueue<>();

  // By CAS; zero is final.
  private volatile int holders = 1;

  // Set by the receiving thread, taken by whoever has news for it.
  private volatile @Nullable Waker receiver;

  // Set by CAS, cleared by setRelease: held during each step of the receiver, so that two threads at once are an error
  // with a name and not a corrupt queue.
  @SuppressWarnings("UnusedVariable") // RECEIVING
  private boolean receiving;

  // Set before the semaphore is closed, read after it was found closed.
  private volatile boolean receiverClosed;

  MpscChannel(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity of a channel must be at least 1, was " + capacity);
    }
    this.capacity = capacity;
    this.places = new BatchSemaphore(capacity);
  }

  int capacity() {
    return capacity;
  }

  int freePlaces() {
    return places.permits();
  }

  boolean isClosed() {
    return places.isClosed();
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    return "channel of capacity " + capacity + ", " + freePlaces() + " places free" + (isClosed() ? ", closed" : "");
  }

  // The sending side

  /// Becomes one more holder of the sending side, unless the last has left.
  boolean join() {
    while (true) {
      int n = holders;
      if (n == 0) {
        return false;
      }
      if (HOLDERS.compareAndSet(this, n, n + 1)) {
        return true;
      }
    }
  }

  void leave() {
    int before = (int) HOLDERS.getAndAdd(this, -1);
    assert before > 0 : "left a channel that was not joined";
    if (before == 1) {
      places.close();
      wakeReceiver();
    }
  }

  BatchSemaphore.Outcome tryTakePlace() {
    return places.tryAcquire(1);
  }

  BatchSemaphore.Acquire takePlace() {
    return places.acquire(1);
  }

  /// Queues a message. The caller has a place for it.
  void push(T value) {
    queue.push(value);
    wakeReceiver();
  }

  /// Gives up waiting for a place, or the place.
  void abandon(BatchSemaphore.Acquire place) {
    place.drop();
    wakeReceiver();
  }

  ChannelClosedException closed(T unsent) {
    return new ChannelClosedException(receiverClosed
        ? "the message was not sent: the receiver of this channel (capacity " + capacity + ") is closed"
        : "the message was not sent: this sender of a channel (capacity " + capacity + ") was closed before", unsent);
  }

  private void wakeReceiver() {
    if (receiver != null) {
      var waker = (Waker) RECEIVER.getAndSet(this, null);
      if (waker != null) {
        waker.wake();
      }
    }
  }

  // The receiving side

  void closeReceiver() {
    receiverClosed = true;
    places.close();
    wakeReceiver();
  }

  /// The next message, or null when there is none now.
  @Nullable T take() {
    if (!RECEIVING.compareAndSet(this, false, true)) {
      throw new IllegalStateException("two threads receive from one channel at the same time: a receiver serves one");
    }
    T value;
    try {
      value = queue.pop();
    } finally {
      RECEIVING.setRelease(this, false);
    }
    if (value != null) {
      places.release(1);
    }
    return value;
  }

  /// Whether there is no message and never will be one.
  boolean isEnded() {
    return places.isClosedWith(capacity);
  }

  /// Has `waker` woken at the next news. The caller looks again afterwards, for news that came before.
  void register(Waker waker) {
    receiver = waker;
  }

  /// Forgets the waker of a receive that was given up, unless another has replaced it.
  void unregister(Waker waker) {
    RECEIVER.compareAndSet(this, waker, null);
  }
}
