package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A channel with a permit for each place in its queue.
///
/// @param <T> the type of the messages
final class MpscBounded<T> extends MpscChannel<T> {

  /*
   * A place's permit
   *
   *   free -> held by a send       // acquired; a send that waited may have been handed it and not know yet
   *   held -> in the queue         // push; then wake the receiver
   *   held -> free                 // the send was dropped, the permit closed; then wake the receiver, see the end
   *   in the queue -> left over    // pop
   *   left over -> free            // collect; the longest waiting send has it now
   *
   * A receiver that gave back a permit with each message would fight with its senders over the semaphore's word. So it leaves
   * them over, and who finds too few collects: `collected` of all that were popped are back in the semaphore. While sends
   * wait the receiver collects at each receive; they say so by `shortage`.
   *
   *   send:     joins the queue; shortage = true; collects
   *   receiver: pops; if shortage: collects; if nobody waits: shortage = false; if somebody does: shortage = true
   *
   * Pop, shortage and the semaphore's word are volatile, so one order holds for all: either the receiver sees the shortage, or
   * the send sees the pop. A shortage that is cleared beside one that just joined is set again, by the receiver that sees it in
   * the queue or by the send itself, for which it comes after joining.
   *
   * A try that finds too few is only told so when all that were popped before it asked were in the semaphore: `settled` says how
   * many are, so it waits for one who is just collecting.
   *
   * The end is a closed semaphore with all permits home: then nothing is queued and nobody can push. One word of the
   * semaphore says so. No permit is given out after the close, so it stays true. Who brings permits home after the close wakes
   * the receiver, which may have looked before.
   *
   * Happens-before: send to receive by the slot; receive to the send that gets the place by `pops` and the permit.
   */

  private static final VarHandle COLLECTED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "collected",
      VarHandle.class, MpscBounded.class, long.class);

  private static final VarHandle SETTLED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "settled",
      VarHandle.class, MpscBounded.class, long.class);

  // How long a try waits for one who collects. It may be a virtual thread that needs this very worker to go on.
  private static final int MAX_SPINS = 1_000;

  private final int maxCapacity;
  private final BatchSemaphore places;

  // By CAS, up to how many were popped; who moves it on owes the difference to the semaphore.
  private volatile long collected;

  // How many of those are in the semaphore again: less than `collected` while somebody collects.
  @SuppressWarnings("UnusedVariable") // SETTLED
  private volatile long settled;

  // Set by a send that waits, cleared by the receiver.
  private volatile boolean shortage;

  MpscBounded(int maxCapacity) {
    if (maxCapacity < 1) {
      throw new IllegalArgumentException("the capacity of a channel must be at least 1, was " + maxCapacity);
    }
    this.maxCapacity = maxCapacity;
    this.places = new BatchSemaphore(maxCapacity);
  }

  BatchSemaphore.Outcome tryTakePlaces(int wanted) {
    for (int spins = 0;; spins++) {
      long home = settled; // in the semaphore before it is asked
      var outcome = places.tryAcquire(wanted);
      if (outcome != BatchSemaphore.Outcome.SHORT) {
        return outcome;
      }
      if (!collect()) {
        if (home == collected || spins >= MAX_SPINS) {
          return outcome;
        }
        Thread.onSpinWait(); // another is collecting what would be enough, perhaps
      }
    }
  }

  BatchSemaphore.Acquire takePlaces(int wanted) {
    return places.acquire(wanted);
  }

  /// Has the receiver give back places at once. The caller is in the queue for them.
  void awaitPlaces() {
    shortage = true;
    collect();
  }

  /// @return false when there was nothing to collect
  private boolean collect() {
    long from = collected;
    long to = queue.received();
    if (from >= to) {
      return false;
    }
    if (COLLECTED.compareAndSet(this, from, to)) {
      places.release((int) (to - from)); // at most the capacity
      SETTLED.getAndAdd(this, to - from);
      if (places.isClosed()) {
        wakeReceiver();
      }
    }
    return true;
  }

  /// Queues a message. The caller has a place for it.
  void push(T value) {
    queue.push(value);
    wakeReceiver();
  }

  /// Gives up places that were not used.
  void giveBack(int unused) {
    places.release(unused);
    wakeReceiver();
  }

  /// Gives up waiting for places, or the places.
  void abandon(BatchSemaphore.Acquire request) {
    request.drop();
    wakeReceiver();
  }

  @Override
  void stop() {
    places.close();
  }

  @Override
  boolean isClosed() {
    return places.isClosed();
  }

  @Override
  boolean isEnded() {
    collect();
    return places.isClosedWith(maxCapacity);
  }

  @Override
  void received() {
    if (shortage) {
      collect();
      if (!places.hasWaiters()) {
        shortage = false;
        if (places.hasWaiters()) { // not to be written back as it is read: a send may join, and say so, in between
          shortage = true;
        }
      }
    }
  }

  @Override
  int maxCapacity() {
    return maxCapacity;
  }

  @Override
  int capacity() {
    long leftOver = queue.received() - collected;
    return Math.clamp(places.permits() + leftOver, 0, maxCapacity);
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    return "channel of capacity " + maxCapacity + ", " + capacity() + " places free" + (isClosed() ? ", closed" : "");
  }
}
