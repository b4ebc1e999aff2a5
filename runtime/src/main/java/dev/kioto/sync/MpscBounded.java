package dev.kioto.sync;

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
   *   in the queue -> free         // pop; the longest waiting send has it now
   *
   * The end is a closed semaphore with all permits home: then nothing is queued and nobody can push. One word of the
   * semaphore says so. No permit is given out after the close, so it stays true.
   *
   * Happens-before: send to receive by the slot; receive to the send that gets the place by the permit.
   */

  private final int maxCapacity;
  private final BatchSemaphore places;

  MpscBounded(int maxCapacity) {
    if (maxCapacity < 1) {
      throw new IllegalArgumentException("the capacity of a channel must be at least 1, was " + maxCapacity);
    }
    this.maxCapacity = maxCapacity;
    this.places = new BatchSemaphore(maxCapacity);
  }

  BatchSemaphore.Outcome tryTakePlaces(int wanted) {
    return places.tryAcquire(wanted);
  }

  BatchSemaphore.Acquire takePlaces(int wanted) {
    return places.acquire(wanted);
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
    return places.isClosedWith(maxCapacity);
  }

  @Override
  void received(int messages) {
    places.release(messages);
  }

  @Override
  int maxCapacity() {
    return maxCapacity;
  }

  @Override
  int capacity() {
    return places.permits();
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    return "channel of capacity " + maxCapacity + ", " + capacity() + " places free" + (isClosed() ? ", closed" : "");
  }
}
