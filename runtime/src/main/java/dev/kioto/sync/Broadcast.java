package dev.kioto.sync;

import dev.kioto.future.Future;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A channel from many senders to many receivers, each of which gets every message that was sent since it subscribed.
/// Follows Tokio's `sync/broadcast.rs`.
///
/// ```java
/// var channel = Broadcast.<String>channel(16);
/// Task.spawn(() -> {
///   try (var receiver = channel.sender().subscribe()) {
///     String message;
///     while ((message = receiver.recv().await()) != null) {
///       System.out.println(message);
///     }
///   }
/// });
/// channel.sender().send("hello");
/// ```
///
/// Sending never waits. The channel keeps the last messages, as many as its capacity; a receiver that falls further
/// behind *lags*: its next receive throws [LaggedException] with the number of messages it has missed, and the one after
/// that goes on with the oldest message that the channel still has.
///
/// A message is one object that all receivers get, so it should not be changed after it was sent. The channel lets go of
/// it when its last receiver has it, or when it is overwritten.
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks: what waits is a
/// future, whose [Future#await] suspends a virtual thread and blocks a platform thread. What was done before a message
/// was sent is visible to who receives it.
public final class Broadcast {

  /// The largest capacity: 2^30. Memory for the references of a full channel is taken when it is made.
  public static final int MAX_CAPACITY = BroadcastChannel.MAX_CAPACITY;

  private Broadcast() {}

  /// Creates a channel with one sender and one receiver.
  ///
  /// @param capacity how many messages it keeps, at least 1 and at most [#MAX_CAPACITY]; rounded up to a power of two,
  ///     which [Sender#capacity] tells
  /// @throws IllegalArgumentException when `capacity` is outside that range
  public static <T> Channel<T> channel(int capacity) {
    var sender = Broadcast.<T>sender(capacity);
    return new Channel<>(sender, sender.subscribe());
  }

  /// Creates a channel without a receiver: it has one when somebody calls [Sender#subscribe].
  ///
  /// @param capacity as for [#channel]
  /// @throws IllegalArgumentException as for [#channel]
  public static <T> Sender<T> sender(int capacity) {
    return new Sender<>(new BroadcastChannel<>(capacity));
  }

  /// The two ends of a new channel.
  public record Channel<T>(Sender<T> sender, Receiver<T> receiver) {}

  /// What a [Receiver#tryRecv] found.
  public sealed interface TryRecv<T> {

    /// The next message.
    record Message<T>(T value) implements TryRecv<T> {}

    /// No message now.
    record Empty<T>() implements TryRecv<T> {}

    /// Messages were overwritten before they were received; the next receive gets the oldest that is left.
    ///
    /// @param skipped how many were missed, at least 1
    record Lagged<T>(long skipped) implements TryRecv<T> {}

    /// No message, and none will come.
    record Ended<T>() implements TryRecv<T> {}
  }

  /// The sending end of a channel. Any number of threads and tasks may share it.
  ///
  /// The channel ends for its receivers when every handle is closed. There is one handle at first; [#copy] makes
  /// another, for a part of the program that should close on its own account. A handle that is never closed keeps the
  /// receivers waiting.
  public static final class Sender<T> implements AutoCloseable {
    private final BroadcastChannel<T> channel;

    // Set once, by the holder of the channel's lock.
    private volatile boolean closed;

    private Sender(BroadcastChannel<T> channel) {
      this.channel = channel;
    }

    /// Sends a message to all receivers there are now; never waits, and overwrites the oldest message when the channel
    /// is full.
    ///
    /// @return how many receivers there are; that they can receive the message does not mean that they will
    /// @throws ChannelClosedException when there is no receiver, or this handle is closed; it carries the message. A
    ///     later send succeeds when somebody has subscribed meanwhile.
    /// @throws NullPointerException when `message` is null
    public int send(T message) {
      int receivers = trySend(message);
      if (receivers == 0) {
        throw new ChannelClosedException(closed
            ? "the message was not sent: this sender of a broadcast channel was closed before"
            : "the message was not sent: the broadcast channel has no receiver now", message);
      }
      return receivers;
    }

    /// Sends like [#send], where it does not matter whether anybody listens.
    ///
    /// @return how many receivers there are; 0 means that the message was not sent
    /// @throws NullPointerException when `message` is null
    public int trySend(T message) {
      Objects.requireNonNull(message, "message");
      return closed ? 0 : channel.send(message);
    }

    /// A new receiver, of what is sent from now on.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Receiver<T> subscribe() {
      requireOpen("subscribed to");
      return new Receiver<>(channel.subscribe());
    }

    /// Another handle of the same channel, to be closed by itself.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Sender<T> copy() {
      requireOpen("copied");
      if (!channel.join()) {
        throw closedBefore("copied");
      }
      return new Sender<>(channel);
    }

    /// A handle that does not keep the channel open.
    public WeakSender<T> downgrade() {
      return new WeakSender<>(channel);
    }

    /// Gives up this handle. The last one to be closed ends the channel: the receivers get what was sent, then the end.
    /// Closing again does nothing.
    @Override
    public void close() {
      channel.leave(this);
    }

    /// Whether this handle is closed.
    public boolean isClosed() {
      return closed;
    }

    /// Waits until the channel has no receiver. Ready at once when it has none; one that subscribes after the last has
    /// gone and before the future is polled again is waited for too. May also be used after this handle was closed.
    ///
    /// Cancellation: nothing is lost.
    public Future<@Nullable Void> closed() {
      return new ReceiversGone(channel);
    }

    /// How many receivers there are.
    public int receiverCount() {
      return channel.receivers();
    }

    /// How many handles are open that keep the channel so; a moment old.
    public int strongCount() {
      return channel.senders();
    }

    /// How many weak senders are open; a moment old.
    public int weakCount() {
      return channel.weakSenders();
    }

    /// How many messages the channel keeps, a power of two.
    public int capacity() {
      return channel.capacity();
    }

    /// How many messages some receiver has still to receive, at most the capacity. About now.
    public int length() {
      return channel.length();
    }

    /// Whether every receiver has received every message. About now.
    public boolean isEmpty() {
      return channel.isEmpty();
    }

    /// Whether the other is a handle of the same channel.
    public boolean sameChannel(Sender<?> other) {
      return channel == other.channel;
    }

    void setClosed() {
      closed = true;
    }

    private void requireOpen(String verb) {
      if (closed) {
        throw closedBefore(verb);
      }
    }

    private static IllegalStateException closedBefore(String verb) {
      return new IllegalStateException(
          "a sender of a broadcast channel was " + verb + " after it was closed: do it before");
    }

    @Override
    public String toString() {
      return "sender of " + channel;
    }
  }

  /// A handle that does not keep its channel open: for who sends now and then into a channel that others are to end. Any
  /// thread.
  public static final class WeakSender<T> implements AutoCloseable {
    private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
        VarHandle.class, WeakSender.class, boolean.class);

    private final BroadcastChannel<T> channel;

    // Set once, by the close that wins.
    private volatile boolean closed;

    private WeakSender(BroadcastChannel<T> channel) {
      this.channel = channel;
      channel.addWeak(1);
    }

    /// A new handle, to be closed by the caller.
    ///
    /// @return nothing when every handle is closed, after which there is never one again, or this weak sender is
    public Optional<Sender<T>> upgrade() {
      return !closed && channel.join() ? Optional.of(new Sender<>(channel)) : Optional.empty();
    }

    /// Another weak sender of the same channel.
    public WeakSender<T> copy() {
      return new WeakSender<>(channel);
    }

    /// Gives up this handle. It matters to [#weakCount] alone. Closing again does nothing.
    @Override
    public void close() {
      if (CLOSED.compareAndSet(this, false, true)) {
        channel.addWeak(-1);
      }
    }

    /// How many handles are open that keep the channel so; a moment old.
    public int strongCount() {
      return channel.senders();
    }

    /// How many weak senders are open; a moment old.
    public int weakCount() {
      return channel.weakSenders();
    }
  }

  /// A receiving end of a channel, for one task or thread at a time.
  ///
  /// To be closed when it is no longer read: the channel keeps messages for it, and counts it, until then.
  public static final class Receiver<T> implements AutoCloseable {
    private final BroadcastCursor<T> cursor;

    private Receiver(BroadcastCursor<T> cursor) {
      this.cursor = cursor;
    }

    /// Waits for the next message. One receive is polled at a time: a second one takes over the wake-up of the first,
    /// and of two that receive at the same instant each gets another message.
    ///
    /// Cancellation: when it is dropped, or its [Future#await] is interrupted, no message is lost; the next receive
    /// gets it.
    ///
    /// The future's value is the message, or null when no message will come: all senders are closed and all messages
    /// were received, or this receiver is closed, perhaps while the receive waits. It throws [LaggedException] when
    /// messages were overwritten before they could be received; then the next receive goes on with the oldest one left.
    public Future<@Nullable T> recv() {
      return new BroadcastRecv<>(cursor);
    }

    /// Takes the next message if there is one; never waits.
    public TryRecv<T> tryRecv() {
      return cursor.take();
    }

    /// A new receiver of the same channel, of what is sent from now on: what this one has still to receive is not for it.
    ///
    /// @throws IllegalStateException when this receiver is closed
    public Receiver<T> resubscribe() {
      if (cursor.isOver()) {
        throw new IllegalStateException(
            "a receiver of a broadcast channel was resubscribed after it was closed: do it before");
      }
      return new Receiver<>(cursor.channel().subscribe());
    }

    /// Gives up this receiver: it is not counted any more and no message is kept for it. A receive that waits in it, and
    /// every later one, gets the end. Closing again does nothing.
    @Override
    public void close() {
      cursor.close();
    }

    /// Whether no message will be sent any more: all senders are closed. There may be messages to receive.
    public boolean isClosed() {
      return cursor.channel().isEnded();
    }

    /// How many messages this receiver has still to receive, counting those that were overwritten: more than the
    /// capacity means that it lags. 0 when it is closed.
    public long length() {
      return cursor.length();
    }

    /// Whether there is nothing to receive now.
    public boolean isEmpty() {
      return length() == 0;
    }

    /// How many messages the channel keeps, a power of two.
    public int capacity() {
      return cursor.channel().capacity();
    }

    /// How many handles of the sending end are open that keep the channel so; a moment old.
    public int senderStrongCount() {
      return cursor.channel().senders();
    }

    /// How many weak senders are open; a moment old.
    public int senderWeakCount() {
      return cursor.channel().weakSenders();
    }

    /// Whether the other is a receiver of the same channel.
    public boolean sameChannel(Receiver<?> other) {
      return cursor.channel() == other.cursor.channel();
    }

    @Override
    public String toString() {
      return "receiver of " + cursor.channel() + ", " + length() + " to receive";
    }
  }
}
