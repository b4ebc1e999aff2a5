package dev.kioto.io;

import dev.kioto.driver.ScheduledIo;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Any channel that a selector can watch, as one that tasks wait for: what the sockets of `dev.kioto.net` are made of. The runtime
/// in which it was made tells it what is ready; any thread may use it, also of other runtimes.
///
/// The counterpart of Tokio's `io/async_fd.rs`.
///
/// @param <C> the type of the channel
public final class AsyncChannel<C extends SelectableChannel> implements AutoCloseable {
  private static final ResourceType<AsyncChannel<?>> TYPE = ResourceType.of("AsyncChannel", ResourceKind.IO,
      (channel, out) -> out.set("open", channel.isOpen()));

  private final C channel;
  private final Scheduler scheduler;
  private final ScheduledIo io;
  private final Object owner;
  private final Observed observed;

  private AsyncChannel(C channel, Scheduler scheduler, ScheduledIo io, @Nullable Object owner, ResourceType<?> type) {
    this.channel = channel;
    this.scheduler = scheduler;
    this.io = io;
    this.owner = owner == null ? this : owner;
    this.observed = Observed.of(type);
  }

  /// Takes over a channel, which becomes non-blocking. It is to be closed by [#close], and to be registered with no selector.
  ///
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  /// @throws UncheckedIOException when the channel is closed
  public static <C extends SelectableChannel> AsyncChannel<C> of(C channel) {
    return of(channel, true, null, TYPE);
  }

  /// The same for a type of its own, as the sockets are.
  ///
  /// @param ready whether to try comes before to wait: not of a socket that is being connected
  /// @param owner what the probe is told of, by `type`; null for the new object itself
  public static <C extends SelectableChannel> AsyncChannel<C> of(C channel, boolean ready, @Nullable Object owner,
      ResourceType<?> type) {
    return of(channel, ready, owner, type, Current.scheduler());
  }

  /// The same for a channel that came about by another one, as those do that are accepted: when the calling thread belongs to no
  /// runtime, that of the other one tells it what is ready.
  public static <C extends SelectableChannel> AsyncChannel<C> from(AsyncChannel<?> parent, C channel, Object owner,
      ResourceType<?> type) {
    return of(channel, true, owner, type, Objects.requireNonNullElse(Current.schedulerOrNull(), parent.scheduler));
  }

  private static <C extends SelectableChannel> AsyncChannel<C> of(C channel, boolean ready, @Nullable Object owner,
      ResourceType<?> type, Scheduler scheduler) {
    int ops = channel.validOps();
    int readOps = ops & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
    int writeOps = ready ? ops & SelectionKey.OP_WRITE : ops & SelectionKey.OP_CONNECT;
    var readiness = ready ? ScheduledIo.READABLE | ScheduledIo.WRITABLE : 0;
    try {
      var io = scheduler.register(channel, readOps, writeOps, readiness);
      return new AsyncChannel<>(channel, scheduler, io, owner, type);
    } catch (IOException e) {
      throw failed(channel, "registration", e);
    }
  }

  /// The channel, for its options and for non-blocking calls.
  public C channel() {
    return channel;
  }

  /// One who waits for a channel: each future has its own, and uses it in its polls.
  public static final class Wait {
    private final ScheduledIo.Waiter waiter = new ScheduledIo.Waiter();
  }

  /// Asks for readiness, or waits for it. Takes no budget.
  ///
  /// @return 0 when there is none and the waker of the context will be woken; else what [#clearReady] wants
  public int pollReady(Context cx, Wait wait, Interest interest) {
    return io.pollReady(wait.waiter, interest.bits, cx);
  }

  /// What the channel is taken to be ready for now, without waiting: for calls that are tried, as [#clearReady] wants it.
  public int event() {
    return io.event();
  }

  /// Says that a call would have blocked: the next [#pollReady] waits, unless the channel has become ready since.
  ///
  /// @param event what [#pollReady] or [#event] returned before the call
  /// @throws UncheckedIOException when the channel is closed
  /// @throws dev.kioto.future.CancelledException when the runtime has shut down that would tell of readiness
  public void clearReady(int event, Interest interest) {
    if ((ScheduledIo.readiness(event) & ScheduledIo.CLOSED) != 0) {
      io.checkDriven();
      throw failed(owner, "use", new ClosedChannelException());
    }
    io.clear(event, interest.bits);
  }

  /// The same when a call has taken all there was, or filled all the room: to try again would be in vain.
  ///
  /// @param event what [#pollReady] returned before the call
  public void usedUp(int event, Interest interest) {
    io.usedUp(event, interest.bits);
  }

  /// Leaves the list of those who wait. For the drop of a future.
  public void forget(Wait wait) {
    io.forget(wait.waiter);
  }

  /// Waits until the channel is ready, or is taken for ready: the call that follows may block all the same, and then
  /// [#tryIo] says so. Takes budget; cancellation loses nothing.
  public Future<Ready> ready(Interest interest) {
    return new ReadyFuture(this, interest);
  }

  /// Waits until a call gives an answer. It is made at once, and after each time that the channel became ready. Takes budget;
  /// cancellation loses nothing but the wait.
  ///
  /// The future throws [UncheckedIOException] when the call failed, or the channel is closed.
  ///
  /// @param source what the probe calls it: `TcpListener::accept`
  public <T> Future<T> io(Interest interest, String source, IoCall<? super C, T> call) {
    return new IoOperation<>(this, interest, source, call);
  }

  /// Makes a call when the channel is ready, and again until it gives an answer: what [#io] does in its polls. Takes budget.
  ///
  /// @param source what to call it in the message of its failure: `TcpListener::accept`
  /// @return null when it would have blocked: the waker of the context will be woken
  /// @throws UncheckedIOException when the call failed, or the channel is closed
  public <T> @Nullable T pollIo(Context cx, Wait wait, Interest interest, String source,
      IoCall<? super C, T> call) {
    if (!cx.takeBudget()) {
      return null;
    }
    while (true) {
      int event = pollReady(cx, wait, interest);
      if (event == 0) {
        cx.restoreBudget();
        return null;
      }
      var answer = attempt(call, source);
      if (answer != null) {
        return answer;
      }
      clearReady(event, interest);
    }
  }

  /// Makes a call, without waiting.
  ///
  /// @return nothing when it would have blocked
  /// @throws UncheckedIOException when the call failed
  public <T> Optional<T> tryIo(Interest interest, IoCall<? super C, T> call) {
    int event = event();
    var answer = attempt(call, "call");
    if (answer == null) {
      clearReady(event, interest);
    }
    return Optional.ofNullable(answer);
  }

  private <T> @Nullable T attempt(IoCall<? super C, T> call, String source) {
    try {
      return call.call(channel);
    } catch (IOException e) {
      throw failed(owner, source.substring(source.lastIndexOf(':') + 1), e);
    }
  }

  /// The channel was connecting, and is connected.
  public void connected() {
    io.connected();
  }

  /// Whether it has not been closed.
  public boolean isOpen() {
    return channel.isOpen();
  }

  /// What the probe knows this as.
  public @Nullable Resource resource() {
    return observed.resource(owner);
  }

  /// Closes the channel, and fails who waits for it. Closing again does nothing.
  ///
  /// @throws UncheckedIOException when the system reports an error, which the channel is closed after as well
  @Override
  public void close() {
    try {
      io.closeChannel(channel);
    } catch (IOException e) {
      throw failed(owner, "close", e);
    } finally {
      observed.close();
    }
  }

  /// The documented form of an I/O failure: `TcpStream to /127.0.0.1:80: read failed: Connection reset`.
  ///
  /// @param of what failed, by its `toString`, which names the address or the file
  /// @param what what was tried
  public static UncheckedIOException failed(Object of, String what, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new UncheckedIOException(of + ": " + what + " failed: " + why, e);
  }

  @Override
  public String toString() {
    return owner == this ? "AsyncChannel of " + channel : owner.toString();
  }
}
