package dev.kioto.sync;

import dev.kioto.future.Future;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One handle of the sending side of a channel: what bounded and unbounded senders have in common.
///
/// @param <C> the kind of the channel
abstract class MpscHandle<C extends MpscChannel<?>> implements AutoCloseable {
  private static final VarHandle CLOSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "closed",
      VarHandle.class, MpscHandle.class, boolean.class);

  final C channel;

  // Set once, by the close that wins.
  private volatile boolean closed;

  MpscHandle(C channel) {
    this.channel = channel;
  }

  /// Gives up this handle. The last one to be closed ends the channel: the receiver gets what was sent, then the end.
  /// Closing again does nothing.
  @Override
  public final void close() {
    if (CLOSED.compareAndSet(this, false, true)) {
      channel.closeHandle();
    }
  }

  /// Whether sending is over: the receiver is closed, or this handle.
  public final boolean isClosed() {
    return closed || channel.isClosed();
  }

  /// Waits until the channel is closed: its receiver is, or every handle. For work that is to stop when nobody wants its
  /// messages any more. It is ready at once when this handle is closed; closing this one alone ends no wait that was begun.
  /// Takes budget. Any number may wait; cancellation loses nothing.
  public final Future<@Nullable Void> closed() {
    return new MpscClosed(this);
  }

  /// How many handles are open; a moment old.
  public final int strongCount() {
    return channel.handles();
  }

  /// How many weak senders are open; a moment old.
  public final int weakCount() {
    return channel.weakHandles();
  }

  /// Counts one handle more.
  ///
  /// @throws IllegalStateException when this one is closed
  final C joined() {
    if (closed || !channel.addHandle()) {
      throw new IllegalStateException("a sender was copied after it was closed: copy it before");
    }
    return channel;
  }
}
