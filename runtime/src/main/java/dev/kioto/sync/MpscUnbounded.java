package dev.kioto.sync;

/// A channel that always takes one more message. The queue itself says whether it is closed and over; nothing else is
/// counted.
///
/// @param <T> the type of the messages
final class MpscUnbounded<T> extends MpscChannel<T> {

  /// Queues a message.
  ///
  /// @return false when the channel is closed
  boolean push(T value) {
    boolean pushed = queue.push(value);
    if (pushed) {
      wakeReceiver();
    }
    return pushed;
  }

  @Override
  void stop() {
    queue.close();
  }

  @Override
  boolean isClosed() {
    return queue.isClosed();
  }

  @Override
  boolean isEnded() {
    return queue.isDrained();
  }

  @Override
  void received() {}

  @Override
  int maxCapacity() {
    return Integer.MAX_VALUE;
  }

  @Override
  int capacity() {
    return Integer.MAX_VALUE;
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    return "channel without a bound, " + length() + " messages" + (isClosed() ? ", closed" : "");
  }
}
