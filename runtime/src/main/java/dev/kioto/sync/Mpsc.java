package dev.kioto.sync;

import dev.kioto.future.Future;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A channel from many senders to one receiver, which holds a bounded number of messages; senders wait while it is
/// full.
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
/// which they began to. Works inside and outside a runtime.
public final class Mpsc {
  private Mpsc() {}

  /// Creates a channel.
  ///
  /// @param capacity how many messages it holds, at least 1. Memory is taken as messages come, not ahead.
  /// @throws IllegalArgumentException when `capacity` is below 1
  public static <T> Channel<T> channel(int capacity) {
    var channel = new MpscChannel<T>(capacity);
    return new Channel<>(new Sender<>(channel), new Receiver<>(channel));
  }

  /// The two ends of a new channel.
  public record Channel<T>(Sender<T> sender, Receiver<T> receiver) {}

  /// What became of a [Sender#trySend].
  public enum TrySend {
    /// The channel has the message.
    SENT,
    /// Not sent: no place is free, or each that is free belongs to a sender that waited for it.
    FULL,
    /// Not sent: the receiver or this sender is closed.
    CLOSED
  }

  /// The sending end of a channel. Any number of threads and tasks may share it.
  ///
  /// The channel ends for its receiver when every handle is closed and every message was received. There is one handle
  /// at first; [#copy] makes another, for a part of the program that should close on its own account. A handle that is
  /// never closed keeps the receiver waiting. So one that is given to a task is better closed by who waits for the task
  /// than by the task: a task that is aborted before it ran closes nothing.
  public static final class Sender<T> implements AutoCloseable {
    private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
        VarHandle.class, Sender.class, boolean.class);

    private final MpscChannel<T> channel;

    // Set once, by the close that wins.
    private volatile boolean closed;

    private Sender(MpscChannel<T> channel) {
      this.channel = channel;
    }

    /// Waits for a free place and sends a message. Nothing happens before the first poll.
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

    /// Sends a message if there is a free place that no other sender waits for; never waits.
    ///
    /// @throws NullPointerException when `message` is null
    public TrySend trySend(T message) {
      Objects.requireNonNull(message, "message");
      if (closed) {
        return TrySend.CLOSED;
      }
      return switch (channel.tryTakePlace()) {
        case ACQUIRED -> {
          channel.push(message);
          yield TrySend.SENT;
        }
        case SHORT -> TrySend.FULL;
        case CLOSED -> TrySend.CLOSED;
      };
    }

    /// Another handle of the same channel, to be closed by itself.
    ///
    /// @throws IllegalStateException when this handle is closed
    public Sender<T> copy() {
      if (closed || !channel.join()) {
        throw new IllegalStateException("a sender was copied after it was closed: copy it before");
      }
      return new Sender<>(channel);
    }

    /// Gives up this handle. The last one to be closed ends the channel: the receiver gets what was sent, then the end.
    /// Closing again does nothing.
    @Override
    public void close() {
      if (CLOSED.compareAndSet(this, false, true)) {
        channel.leave();
      }
    }

    /// Whether sending is over: the receiver is closed, or this handle.
    public boolean isClosed() {
      return closed || channel.isClosed();
    }

    /// How many messages the channel holds at most.
    public int capacity() {
      return channel.capacity();
    }

    /// How many places are free now; an estimate by the time it is read.
    public int remainingCapacity() {
      return channel.freePlaces();
    }

    MpscChannel<T> channel() {
      return channel;
    }
  }

  /// The receiving end of a channel, for one task or thread at a time.
  public static final class Receiver<T> implements AutoCloseable {
    private final MpscChannel<T> channel;

    private Receiver(MpscChannel<T> channel) {
      this.channel = channel;
    }

    /// Waits for the next message. One receive is polled at a time: a second one takes over the wake-up of the first.
    ///
    /// Cancellation: when it is dropped, or its [Future#await] is interrupted, no message is lost; the next receive
    /// gets it.
    ///
    /// The future's value is the message, or null when the channel has ended: all senders, or this receiver, are closed
    /// and all messages were received. It throws [IllegalStateException] when two threads receive at the same instant.
    public Future<@Nullable T> recv() {
      return new MpscRecv<>(channel);
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
      return channel.isEnded() ? new TryRecv.Ended<>() : new TryRecv.Empty<>();
    }

    /// Stops the senders: those that wait, and all later ones, fail. What the channel has already can still be
    /// received, and sends that were given a place just before still arrive; then comes the end. Closing again does
    /// nothing.
    @Override
    public void close() {
      channel.closeReceiver();
    }

    /// How many messages the channel holds at most.
    public int capacity() {
      return channel.capacity();
    }

    /// How many places are taken now: messages that were not received yet, and sends on their way.
    public int length() {
      return channel.capacity() - channel.freePlaces();
    }
  }
}
