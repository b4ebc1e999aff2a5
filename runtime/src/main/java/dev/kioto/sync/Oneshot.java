package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// A channel for one value, from one sender to one receiver: the answer to a request, or the end of something.
///
/// ```java
/// var reply = Oneshot.<String>channel();
/// Task.spawn(() -> {
///   try (var sender = reply.sender()) {
///     sender.send("pong");
///   }
/// });
/// String answer = reply.receiver().await();
/// ```
///
/// Works inside and outside a runtime; every method may be called by any thread, and those that do not wait never block.
/// The source is Tokio's `sync/oneshot.rs`.
public final class Oneshot {
  private static final String RECEIVE = "Receiver::await";

  private Oneshot() {}

  /// Creates a channel.
  ///
  /// @param <T> the type of the value, which may be null where the type says so
  public static <T extends @Nullable Object> Channel<T> channel() {
    var receiver = new Receiver<T>();
    return new Channel<>(new Sender<>(receiver), receiver);
  }

  /// The two ends of a new channel.
  public record Channel<T extends @Nullable Object>(Sender<T> sender, Receiver<T> receiver) {}

  /// The sending end. It sends once: of two threads that send at the same instant one is refused.
  ///
  /// A sender that neither sends nor is closed keeps its receiver waiting: use it in a `try` that closes it.
  public static final class Sender<T extends @Nullable Object> implements AutoCloseable {
    private final OneshotCell<T> cell;

    private Sender(OneshotCell<T> cell) {
      this.cell = cell;
    }

    /// Sends the value; never waits.
    ///
    /// @return true when the channel has it, which is not to say that it is received: the receiver may still be dropped;
    ///     false when it was not sent, because the receiver or this sender is closed
    /// @throws IllegalStateException when this sender has sent before, or is just sending on another thread
    public boolean send(T value) {
      return cell.send(value);
    }

    /// Gives up this sender: unless it has sent, the receiver is told that no value will come. Closing again does nothing.
    @Override
    public void close() {
      cell.closeSender();
    }

    /// Whether sending is over: the receiver or this sender is closed, or the value was sent.
    public boolean isClosed() {
      return cell.is(OneshotCell.DECIDED);
    }

    /// Waits until sending is over, as [#isClosed] says: for work that is to stop when nobody waits for its answer. One such
    /// future is polled at a time: a second one takes over the wake-up of the first. Takes budget. Cancellation loses
    /// nothing.
    public Future<@Nullable Void> closed() {
      return new Closed(cell);
    }
  }

  /// The receiving end, and the future of the value.
  ///
  /// As a future it throws [ChannelClosedException] when no value will come: the sender was closed without one, or this
  /// receiver was closed before there was one; and [IllegalStateException] when the value was received before. It takes
  /// budget. One task or thread waits at a time: a second one takes over the wake-up of the first.
  ///
  /// Cancellation: a receiver that is dropped, or whose [#await] is interrupted, is closed, and a value that was sent by then
  /// is lost. Where that matters, wait by [#recv], which leaves both.
  public static final class Receiver<T extends @Nullable Object> extends OneshotCell<T> implements AutoCloseable {
    private Receiver() {}

    @Override
    protected String source() {
      return RECEIVE;
    }

    @Override
    protected Poll<T> step(Context cx) {
      return pollReceive(cx);
    }

    @Override
    protected void giveUp() {
      dropReceiver();
    }

    @Override
    protected void over() {
      end();
    }

    /// Waits for the value, like this receiver itself, which is not closed when the wait is dropped or interrupted: a wait
    /// that is given up loses nothing.
    public Future<T> recv() {
      return new Recv<>(this);
    }

    /// Takes the value if it is there; never waits. Ended is the answer when no value will come, and when it was received
    /// before.
    public TryRecv<T> tryRecv() {
      return tryReceive();
    }

    /// Refuses the value: a send from now on is false. A value that was sent before can still be received, and is kept until
    /// then. Closing again, and closing when the value was sent, does nothing.
    @Override
    public void close() {
      closeReceiver();
    }

    /// Whether there is no value to be received now.
    public boolean isEmpty() {
      return (state() & (SENT | TAKEN)) != SENT;
    }

    /// Whether this receiver has no more to tell: the value was received, or it was told that none will come.
    public boolean isTerminated() {
      return is(TAKEN);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(describeWait());
    }

    @Override
    public String toString() {
      return "oneshot receiver, " + describeWait();
    }
  }

  private static final class Recv<T extends @Nullable Object> extends Operation<T> {
    private final OneshotCell<T> cell;

    Recv(OneshotCell<T> cell) {
      this.cell = cell;
    }

    @Override
    protected String source() {
      return RECEIVE;
    }

    @Override
    protected @Nullable Resource resource() {
      return cell.resource();
    }

    @Override
    protected Poll<T> step(Context cx) {
      return cell.pollReceive(cx);
    }

    @Override
    protected void giveUp() {
      cell.forgetReceiver();
    }

    @Override
    protected void over() {
      if (cell.is(OneshotCell.TAKEN)) {
        cell.end();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(cell.describeWait());
    }
  }

  private static final class Closed extends Operation<@Nullable Void> {
    private final OneshotCell<?> cell;

    Closed(OneshotCell<?> cell) {
      this.cell = cell;
    }

    @Override
    protected String source() {
      return "Sender::closed";
    }

    @Override
    protected @Nullable Resource resource() {
      return cell.resource();
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      return cell.pollClosed(cx);
    }

    @Override
    protected void giveUp() {
      cell.forgetSender();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the end of a oneshot channel; it is " + cell.describeState());
    }
  }
}
