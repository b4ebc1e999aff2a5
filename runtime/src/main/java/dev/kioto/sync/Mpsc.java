package dev.kioto.sync;

import dev.kioto.future.Future;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A channel from many senders to one receiver. One of [#channel] holds a bounded number of messages, and senders wait while
/// it is full; one of [#unbounded] takes all that is sent.
///
/// ```java
/// var channel = Mpsc.<String>channel(16);
/// Task.spawn(() -> {
///   try (var sender = channel.sender()) {
///     sender.send("hello").await();
///   }
/// });
/// String message;
/// while ((message = channel.receiver().recv().await()) != null) {
///   System.out.println(message);
/// }
/// ```
///
/// What one thread sends, one send after the other, arrives in that order; senders that wait get a place in the order in
/// which they began to. A message is never null.
///
/// Works inside and outside a runtime. Every method may be called by any thread, those that return a value never block, and
/// those that return a future are the blocking ones as well: `send(message).await()` blocks a platform thread, and suspends
/// a task. The source is Tokio's `sync/mpsc`.
public final class Mpsc {
  private Mpsc() {}

  /// Creates a bounded channel.
  ///
  /// @param capacity how many messages it holds, at least 1. Memory is taken as messages come, not ahead.
  /// @throws IllegalArgumentException when `capacity` is below 1
  public static <T> Channel<T> channel(int capacity) {
    var channel = new MpscBounded<T>(capacity);
    return new Channel<>(new Sender<>(channel), new Receiver<>(channel));
  }

  /// Creates a channel without a bound: it grows for as long as its receiver is slower than its senders.
  public static <T> UnboundedChannel<T> unbounded() {
    var channel = new MpscUnbounded<T>();
    return new UnboundedChannel<>(new UnboundedSender<>(channel), new Receiver<>(channel));
  }

  /// The two ends of a new bounded channel.
  public record Channel<T>(Sender<T> sender, Receiver<T> receiver) {}

  /// The two ends of a new channel without a bound.
  public record UnboundedChannel<T>(UnboundedSender<T> sender, Receiver<T> receiver) {}

  /// What became of a [Sender#trySend].
  public enum TrySend {
    /// The channel has the message.
    SENT,
    /// Not sent: no place is free, or each that is free belongs to a sender that waited for it, or is being taken by others
    /// at this very instant.
    FULL,
    /// Not sent: the receiver or this sender is closed.
    CLOSED
  }

  /// The sending end of a bounded channel. Any number of threads and tasks may share it.
  ///
  /// The channel ends for its receiver when every handle is closed and every message was received. There is one handle
  /// at first; [#copy] makes another, for a part of the program that should close on its own account. A handle that is
  /// never closed keeps the receiver waiting. So one that is given to a task is better closed by who waits for the task
  /// than by the task: a task that is aborted before it ran closes nothing.
  public static final class Sender<T> extends MpscHandle<MpscBounded<T>> {
    private Sender(MpscBounded<T> channel) {
      super(channel);
    }

    /// Waits for a free place and sends a message. Nothing happens before the first poll. Takes budget.
    ///
    /// Ready means that the channel has the message, not that the receiver does. A send that was polled before this
    /// handle is closed still goes its way, and the channel stays open for it.
    ///
    /// Cancellation: when it is dropped before it was ready, or its [Future#await] is interrupted, nothing was sent,
    /// and its place in the queue is lost.
    ///
    /// The future throws [ChannelClosedException], which carries the message, when the receiver is closed or becomes so
    /// while the send waits, and when this handle was closed before the first poll.
    ///
    /// @throws NullPointerException when `message` is null
    public Future<@Nullable Void> send(T message) {
      return new MpscSend<>(this, Objects.requireNonNull(message, "message"));
    }

    /// As [#send], which is given up when it is not done after a duration, counted from this call: then the future throws
    /// [ElapsedException][dev.kioto.time.ElapsedException], and nothing was sent. Unlike the rest of a channel it needs the
    /// timer of a runtime: it is polled, or awaited, inside of one.
    ///
    /// @param timeout zero or less sends if there is a free place
    /// @throws NullPointerException when `message` is null
    public Future<@Nullable Void> sendTimeout(T message, Duration timeout) {
      return MpscTimed.send(send(message), timeout);
    }

    /// Sends a message if there is a free place that no other sender waits for; never waits.
    ///
    /// @throws NullPointerException when `message` is null
    public TrySend trySend(T message) {
      Objects.requireNonNull(message, "message");
      return switch (tryTakePlaces(1)) {
        case ACQUIRED -> {
          channel.push(message);
          yield TrySend.SENT;
        }
        case SHORT -> TrySend.FULL;
        case CLOSED -> TrySend.CLOSED;
      };
    }

    /// Waits for a place and keeps it, for a message that is made only once there is one. Takes budget.
    ///
    /// Cancellation: when it is dropped before it was ready, or its [Future#await] is interrupted, its place in the queue
    /// is lost, and a channel place that was on its way to it goes to the next.
    ///
    /// The future throws [ChannelClosedException] when the receiver is closed or becomes so meanwhile, and when this handle
    /// was closed before the first poll.
    public Future<SendPermit<T>> reserve() {
      return new MpscReserve<>(this, 1, "Sender::reserve");
    }

    /// Waits for several places at once. As it collects them one by one while it is the first in the queue, it is not
    /// starved by sends that need one. The rest is as with [#reserve].
    ///
    /// @param places 0 to [#maxCapacity]; 0 is ready at once, while the channel is open
    /// @throws IllegalArgumentException when the channel never has that many, or `places` is negative
    public Future<SendPermit<T>> reserveMany(int places) {
      return new MpscReserve<>(this, checked(places), "Sender::reserve_many");
    }

    /// Takes a place if one is free that no other sender waits for; never waits.
    ///
    /// @return nothing when there is none
    /// @throws ChannelClosedException when the receiver or this sender is closed
    public Optional<SendPermit<T>> tryReserve() {
      return tryReserveMany(1);
    }

    /// Takes several places if so many are free that no other sender waits for; never waits.
    ///
    /// @param places 0 to [#maxCapacity]
    /// @return nothing when there are fewer
    /// @throws ChannelClosedException when the receiver or this sender is closed
    /// @throws IllegalArgumentException when the channel never has that many, or `places` is negative
    public Optional<SendPermit<T>> tryReserveMany(int places) {
      return switch (tryTakePlaces(checked(places))) {
        case ACQUIRED -> Optional.of(MpscReserve.permit(channel, places));
        case SHORT -> Optional.empty();
        case CLOSED -> throw MpscReserve.closed(channel);
      };
    }

    /// Another handle of the same channel, to be closed by itself.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Sender<T> copy() {
      return new Sender<>(joined());
    }

    /// Whether both send into the same channel.
    public boolean sameChannel(Sender<?> other) {
      return channel == other.channel;
    }

    /// A handle that does not keep the channel open.
    public WeakSender<Sender<T>> downgrade() {
      return new WeakSender<>(channel, () -> new Sender<>(channel));
    }

    /// How many places are free now; a moment old. Less than the messages that are not there, by the places that are
    /// reserved.
    public int capacity() {
      return channel.capacity();
    }

    /// How many messages the channel holds at most.
    public int maxCapacity() {
      return channel.maxCapacity();
    }

    private BatchSemaphore.Outcome tryTakePlaces(int wanted) {
      return isClosed() ? BatchSemaphore.Outcome.CLOSED : channel.tryTakePlaces(wanted);
    }

    private int checked(int places) {
      if (places < 0 || places > maxCapacity()) {
        throw new IllegalArgumentException(
            "the places to reserve must be 0 to " + maxCapacity() + ", the capacity of the channel; was " + places);
      }
      return places;
    }
  }

  /// Places of a bounded channel that belong to its holder, until each is sent with or [#close] gives the rest back. It keeps
  /// the channel open, whatever becomes of the sender that it was made with; one that is never closed keeps it so forever.
  /// Any thread.
  public static final class SendPermit<T> implements AutoCloseable {
    private static final VarHandle REMAINING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "remaining",
        VarHandle.class, SendPermit.class, int.class);

    private final MpscBounded<T> channel;

    // By CAS; who makes it zero ends the send that is under way.
    private volatile int remaining;

    SendPermit(MpscBounded<T> channel, int places) {
      this.channel = channel;
      this.remaining = places;
    }

    /// Sends a message in one of the places; never waits. The channel takes it even when the receiver was closed since,
    /// which receives it if it goes on receiving.
    ///
    /// @throws IllegalStateException when no place is left
    /// @throws NullPointerException when `message` is null
    public void send(T message) {
      Objects.requireNonNull(message, "message");
      int left;
      do {
        left = remaining;
        if (left == 0) {
          throw new IllegalStateException(
              "no place is left in this permit: all were sent with, or it was closed; reserve again");
        }
      } while (!REMAINING.compareAndSet(this, left, left - 1));
      channel.push(message);
      if (left == 1) {
        channel.endSend();
      }
    }

    /// How many messages it can send still.
    public int remaining() {
      return remaining;
    }

    /// Gives back the places that are left. Closing again does nothing.
    @Override
    public void close() {
      int left = (int) REMAINING.getAndSet(this, 0);
      if (left > 0) {
        channel.giveBack(left);
        channel.endSend();
      }
    }
  }

  /// The sending end of a channel without a bound. Any number of threads and tasks may share it; handles are copied and
  /// closed as those of [Sender].
  public static final class UnboundedSender<T> extends MpscHandle<MpscUnbounded<T>> {
    private UnboundedSender(MpscUnbounded<T> channel) {
      super(channel);
    }

    /// Sends a message; never waits.
    ///
    /// @return true when the channel has it; false when it was not sent, because the receiver or this sender is closed
    /// @throws NullPointerException when `message` is null
    public boolean send(T message) {
      Objects.requireNonNull(message, "message");
      return !isClosed() && channel.push(message);
    }

    /// Another handle of the same channel, to be closed by itself.
    ///
    /// @throws IllegalStateException when this handle is closed
    public UnboundedSender<T> copy() {
      return new UnboundedSender<>(joined());
    }

    /// Whether both send into the same channel.
    public boolean sameChannel(UnboundedSender<?> other) {
      return channel == other.channel;
    }

    /// A handle that does not keep the channel open.
    public WeakSender<UnboundedSender<T>> downgrade() {
      return new WeakSender<>(channel, () -> new UnboundedSender<>(channel));
    }
  }

  /// A handle that does not keep its channel open: for who sends now and then into a channel that others are to end, the
  /// receiver itself among them. Any thread.
  ///
  /// @param <S> what it can be made into: [Sender] or [UnboundedSender]
  public static final class WeakSender<S> implements AutoCloseable {
    private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
        VarHandle.class, WeakSender.class, boolean.class);

    private final MpscChannel<?> channel;
    private final Supplier<S> handle;

    // Set once, by the close that wins.
    private volatile boolean closed;

    private WeakSender(MpscChannel<?> channel, Supplier<S> handle) {
      this.channel = channel;
      this.handle = handle;
      channel.addWeak(1);
    }

    /// A new handle, to be closed by the caller.
    ///
    /// @return nothing when the sending side is over, or this weak sender closed: it is over once every handle is closed and no
    ///     send or permit of theirs is under way
    public Optional<S> upgrade() {
      return !closed && channel.addHandle() ? Optional.of(handle.get()) : Optional.empty();
    }

    /// Another weak sender of the same channel.
    public WeakSender<S> copy() {
      return new WeakSender<>(channel, handle);
    }

    /// How many handles are open that keep the channel so; a moment old.
    public int strongCount() {
      return channel.handles();
    }

    /// How many weak senders are open; a moment old.
    public int weakCount() {
      return channel.weakHandles();
    }

    /// Gives up this handle. It matters to [#weakCount] alone. Closing again does nothing.
    @Override
    public void close() {
      if (CLOSED.compareAndSet(this, false, true)) {
        channel.addWeak(-1);
      }
    }
  }

  /// The receiving end of either channel, for one task or thread at a time.
  public static final class Receiver<T> implements AutoCloseable {
    private final MpscChannel<T> channel;

    private Receiver(MpscChannel<T> channel) {
      this.channel = channel;
    }

    /// Waits for the next message. One receive is polled at a time: a second one takes over the wake-up of the first. Takes
    /// budget.
    ///
    /// Cancellation: when it is dropped, or its [Future#await] is interrupted, no message is lost; the next receive
    /// gets it.
    ///
    /// The future's value is the message, or null when the channel has ended: all senders, or this receiver, are closed
    /// and all messages were received. It throws [IllegalStateException] when two threads receive at the same instant.
    public Future<@Nullable T> recv() {
      return new MpscRecv<>(channel);
    }

    /// Waits for the next message, and takes with it those that are there as well, in order: what many messages cost to
    /// receive one by one is paid once. The rest is as with [#recv]; a message that the buffer refuses, by an exception,
    /// stays in the channel, and the future throws it.
    ///
    /// The future's value is how many were added to the buffer, 0 when the channel has ended.
    ///
    /// @param buffer what the messages are added to, by the thread that polls
    /// @param limit how many to take at most, at least 1
    /// @throws IllegalArgumentException when `limit` is below 1
    public Future<Integer> recvMany(Collection<? super T> buffer, int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("the limit of a receive must be at least 1, was " + limit);
      }
      return new MpscRecvMany<>(channel, Objects.requireNonNull(buffer, "buffer"), limit);
    }

    /// Takes the next message if there is one; never waits. While a send is under way on another thread at this very
    /// instant, its message and those behind it may not be there yet. [#recv] is woken when they are.
    ///
    /// @throws IllegalStateException when two threads receive at the same instant
    public TryRecv<T> tryRecv() {
      var message = channel.take();
      if (message != null) {
        return new TryRecv.Message<>(message);
      }
      return channel.endReached() ? new TryRecv.Ended<>() : new TryRecv.Empty<>();
    }

    /// Stops the senders: those that wait, and all later ones, fail. What the channel has already can still be
    /// received, and sends and permits that were given a place just before still arrive; then comes the end. Closing again
    /// does nothing.
    @Override
    public void close() {
      channel.closeReceiver();
    }

    /// Whether no message is let in any more: this receiver is closed, or every sender. There may be messages still.
    public boolean isClosed() {
      return channel.isClosed();
    }

    /// Whether there is no message now.
    public boolean isEmpty() {
      return channel.length() == 0;
    }

    /// How many messages there are, sends at this very instant included; a moment old.
    public int length() {
      return channel.length();
    }

    /// How many messages could be sent now; a moment old. [Integer#MAX_VALUE] without a bound.
    public int capacity() {
      return channel.capacity();
    }

    /// How many messages the channel holds at most. [Integer#MAX_VALUE] without a bound.
    public int maxCapacity() {
      return channel.maxCapacity();
    }

    /// How many handles of the sending side are open; a moment old.
    public int senderStrongCount() {
      return channel.handles();
    }

    /// How many weak senders are open; a moment old.
    public int senderWeakCount() {
      return channel.weakHandles();
    }
  }
}
