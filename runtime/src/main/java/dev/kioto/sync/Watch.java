package dev.kioto.sync;

import dev.kioto.future.Future;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A value that changes, and those who want to know the newest one: for settings, states and progress. Follows Tokio's
/// `sync/watch.rs`.
///
/// ```java
/// var level = Watch.channel("info");
/// Task.spawn(() -> {
///   try (var receiver = level.sender().subscribe()) {
///     while (receiver.changed().await()) {
///       System.out.println("now " + receiver.borrow());
///     }
///   }
/// });
/// level.sender().send("debug");
/// ```
///
/// Each value has a version, and each receiver knows the version that it has seen last. A receiver that is slower than
/// the sender sees the newest value and not those in between.
///
/// **Values are immutable, by convention**: all receivers get the same object, at any time and without a lock, so one that
/// is changed after it was sent is changed under its readers. A change is a new object.
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks: what waits is a
/// future, whose [Future#await] suspends a virtual thread and blocks a platform thread. What was done before a value was
/// sent is visible to who sees it.
public final class Watch {
  private Watch() {}

  /// Creates a channel with one sender and one receiver, which has seen the initial value.
  ///
  /// @throws NullPointerException when `initial` is null
  public static <T> Channel<T> channel(T initial) {
    var sender = sender(initial);
    return new Channel<>(sender, sender.subscribe());
  }

  /// Creates a channel without a receiver: it has one when somebody calls [Sender#subscribe].
  ///
  /// @throws NullPointerException when `initial` is null
  public static <T> Sender<T> sender(T initial) {
    return new Sender<>(new WatchChannel<>(Objects.requireNonNull(initial, "initial")));
  }

  /// The two ends of a new channel.
  public record Channel<T>(Sender<T> sender, Receiver<T> receiver) {}

  /// The sending end of a channel. Any number of threads and tasks may share it.
  ///
  /// The channel ends for its receivers when every handle is closed. There is one handle at first; [#copy] makes
  /// another. A handle that is never closed keeps the receivers waiting.
  ///
  /// A modifier is called on the caller's thread, without a lock. When another sender gets in between, it is called again
  /// with the newer value: so it computes a new value and does nothing else. When it throws, nothing has changed, and the
  /// exception is the caller's.
  public static final class Sender<T> implements AutoCloseable {
    private static final VarHandle CLOSING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closing",
        VarHandle.class, Sender.class, boolean.class);

    private final WatchChannel<T> channel;

    // Set once, by the close that wins.
    @SuppressWarnings("UnusedVariable") // CLOSING
    private volatile boolean closing;

    // Set by the same when it has left, so that nobody is refused by a channel that others see open.
    private volatile boolean closed;

    private Sender(WatchChannel<T> channel) {
      this.channel = channel;
    }

    /// Makes a value the newest one and tells the receivers, also when it equals the one before.
    ///
    /// @throws ChannelClosedException when there is no receiver, or this handle is closed; the channel keeps the value it
    ///     had, and the exception carries this one. [#sendReplace] does without receivers.
    /// @throws NullPointerException when `value` is null
    public void send(T value) {
      Objects.requireNonNull(value, "value");
      requireOpen(value);
      if (channel.receivers() == 0) {
        throw new ChannelClosedException("the value was not sent: the watch channel has no receiver now", value);
      }
      channel.replace(value);
    }

    /// Makes a value the newest one, whether there are receivers or not.
    ///
    /// @return the value before
    /// @throws ChannelClosedException when this handle is closed
    /// @throws NullPointerException when `value` is null
    public T sendReplace(T value) {
      Objects.requireNonNull(value, "value");
      requireOpen(value);
      return channel.replace(value);
    }

    /// Makes what `modifier` returns for the newest value the newest one, whether there are receivers or not, and also when
    /// it is the same object.
    ///
    /// @throws ChannelClosedException when this handle is closed
    /// @throws NullPointerException when `modifier` returns null
    public void sendModify(UnaryOperator<T> modifier) {
      requireOpen(null);
      channel.modify(modifier, true);
    }

    /// Like [#sendModify], but changes nothing and tells nobody when `modifier` returns the object that it was given.
    ///
    /// @return whether the value was replaced
    /// @throws ChannelClosedException when this handle is closed
    /// @throws NullPointerException when `modifier` returns null
    public boolean sendIfModified(UnaryOperator<T> modifier) {
      requireOpen(null);
      return channel.modify(modifier, false);
    }

    /// The newest value.
    public T borrow() {
      return channel.current().value();
    }

    /// A new receiver, which has seen the newest value.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Receiver<T> subscribe() {
      if (closed) {
        throw closedBefore("subscribed to");
      }
      return new Receiver<>(channel, channel.current().version());
    }

    /// Another handle of the same channel, to be closed by itself.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Sender<T> copy() {
      if (closed || !channel.join()) {
        throw closedBefore("copied");
      }
      return new Sender<>(channel);
    }

    /// Gives up this handle. The last one to be closed ends the channel: receivers that have not seen the newest value are
    /// still told of it. Closing again does nothing, and does not wait for another thread that is just closing it.
    @Override
    public void close() {
      if (CLOSING.compareAndSet(this, false, true)) {
        channel.leave();
        closed = true;
      }
    }

    /// Whether nobody listens: the channel has no receiver, or this handle is closed. A channel without receivers has some
    /// again when somebody subscribes.
    public boolean isClosed() {
      return closed || channel.receivers() == 0;
    }

    /// Waits until the channel has no receiver. Ready at once when it has none; one that subscribes after the last has
    /// gone and before the future is polled again is waited for too. Takes budget. Any number may wait; cancellation loses
    /// nothing.
    public Future<@Nullable Void> closed() {
      return new ReceiversGone(channel);
    }

    /// How many receivers there are; a moment old.
    public int receiverCount() {
      return channel.receivers();
    }

    /// How many handles of the sending end are open; a moment old.
    public int senderCount() {
      return channel.senders();
    }

    /// Whether the other is a handle of the same channel.
    public boolean sameChannel(Sender<?> other) {
      return channel == other.channel;
    }

    private void requireOpen(@Nullable T unsent) {
      if (closed) {
        throw new ChannelClosedException("the value was not sent: this sender of a watch channel was closed before",
            unsent);
      }
    }

    private static IllegalStateException closedBefore(String verb) {
      return new IllegalStateException(
          "a sender of a watch channel was " + verb + " after it was closed: do it before");
    }

    @Override
    public String toString() {
      return "sender of " + channel;
    }
  }

  /// A receiving end of a channel, for one task or thread at a time; [#copy] makes one for another.
  ///
  /// To be closed when it is no longer used, so that the senders can know that nobody listens.
  public static final class Receiver<T> implements AutoCloseable {
    private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
        VarHandle.class, Receiver.class, boolean.class);

    private final WatchChannel<T> channel;
    private final Waiters.Waiter waiter;

    // Written by the receiving thread; volatile, so that the next may be another.
    private volatile long seen;

    // Set once, by the close that wins.
    private volatile boolean closed;

    private Receiver(WatchChannel<T> channel, long seen) {
      this.channel = channel;
      this.waiter = channel.changes().waiter();
      this.seen = seen;
      channel.addReceivers(1);
    }

    /// The newest value; does not mark it as seen. Never waits, and works on a channel that has ended and a receiver that is
    /// closed.
    public T borrow() {
      return channel.current().value();
    }

    /// The newest value, which is marked as seen: exactly that one, so that [#changed] tells of the next.
    public T borrowAndUpdate() {
      var current = channel.current();
      seen = current.version();
      return current.value();
    }

    /// Whether there is a value that this receiver has not seen; also when the channel has ended, which [#isClosed] tells.
    public boolean hasChanged() {
      return channel.current().version() != seen;
    }

    /// Marks the newest value as not seen, so that [#changed] is ready once more.
    public void markChanged() {
      seen = WatchChannel.NEVER;
    }

    /// Marks the newest value as seen, unread.
    public void markUnchanged() {
      seen = channel.current().version();
    }

    /// Waits for a value that this receiver has not seen, and marks it as seen; [#borrow] has it, or one still newer. One
    /// such wait, here or in [#waitFor], is polled at a time: a second one takes over the wake-up of the first. Takes
    /// budget.
    ///
    /// The future's value is true when there is such a value, and false when there will never be one: all senders are closed
    /// and the newest value was seen, or this receiver is closed, perhaps while it waits.
    ///
    /// Cancellation: when it is dropped, or its [Future#await] is interrupted, no change is lost; the next wait is told.
    public Future<Boolean> changed() {
      return new WatchChanged<>(this);
    }

    /// Waits for a value that `predicate` accepts, the newest one to begin with, seen or not. It is called for the values
    /// that this receiver finds as it is polled, not for each that was sent, on the thread that polls, without a lock. Every
    /// value that it is called with is marked as seen. Takes budget.
    ///
    /// The future's value is the value that was accepted. It throws [ChannelClosedException] when there will never be one:
    /// all senders are closed and the newest value was refused, or this receiver is closed, perhaps while it waits. When
    /// `predicate` throws, the future does, and this receiver can be used as before.
    ///
    /// Cancellation: when it is dropped, or its [Future#await] is interrupted, nothing is lost but that values which were
    /// refused are marked as seen.
    public Future<T> waitFor(Predicate<? super T> predicate) {
      return new WatchWaitFor<>(this, Objects.requireNonNull(predicate, "predicate"));
    }

    /// Another receiver of the same channel, which has seen what this one has, to be closed by itself.
    ///
    /// @throws IllegalStateException when this receiver is closed
    public Receiver<T> copy() {
      if (closed) {
        throw new IllegalStateException("a receiver of a watch channel was copied after it was closed: copy it before");
      }
      return new Receiver<>(channel, seen);
    }

    /// Gives up this receiver: it is not counted any more, and waits in it end. Closing again does nothing.
    @Override
    public void close() {
      if (CLOSED.compareAndSet(this, false, true)) {
        channel.addReceivers(-1);
        waiter.retire();
      }
    }

    /// Whether no value will be sent any more: all senders are closed. There may be one that was not seen.
    public boolean isClosed() {
      return channel.current().ended();
    }

    /// Whether the other is a receiver of the same channel.
    public boolean sameChannel(Receiver<?> other) {
      return channel == other.channel;
    }

    WatchChannel<T> channel() {
      return channel;
    }

    Waiters.Waiter waiter() {
      return waiter;
    }

    /// The newest value where it was not seen, which marks it so; null where it was.
    WatchChannel.@Nullable Current<T> takeUnseen() {
      var current = channel.current();
      if (current.version() == seen) {
        return null;
      }
      seen = current.version();
      return current;
    }

    /// Whether there is nothing to wait for. To be asked before [#takeUnseen], so that the last value is not missed.
    boolean isOver() {
      return closed || channel.current().ended();
    }

    boolean wasClosed() {
      return closed;
    }

    @Override
    public String toString() {
      return "receiver of " + channel + (hasChanged() ? ", not seen" : ", seen");
    }
  }
}
