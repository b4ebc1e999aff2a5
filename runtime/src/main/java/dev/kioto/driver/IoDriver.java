package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The part of a [Driver] that waits for channels: a selector, of which the driver's holder alone asks what is ready, and alone
/// changes what is watched.
final class IoDriver implements ScheduledIo.Watcher {
  /*
   * Who wants a channel watched pushes it to `pending`, and then wakes the holder if that is selecting. The holder says that it
   * is selecting, and then looks at `pending` (both volatile): so either it sees the channel, or it is woken.
   *
   * `woken` spares all but the first of several wake-ups. It is cleared after the sleep, and a holder that finds it set does not
   * sleep: the wake-up that it stands for may have been made already, or may come later, and then ends some later sleep for no
   * reason.
   *
   * The selector's own monitors are taken by the holder, and by one other thread at a time, which holds `channels` or has set
   * `woken`. So no queue of workers comes about behind a virtual thread that would need one of them to go on (see BriefLock).
   */
  private final Driver owner;
  private final Selector selector;
  private final int maxEvents;
  private final BriefLock channels = new BriefLock();
  private final AtomicReference<@Nullable ScheduledIo> pending = new AtomicReference<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable Thread selecting; // written by the holder: itself, while it selects

  // The channels that are to be told of their readiness. The holder; filled while the selector is locked, emptied afterwards.
  private final ArrayDeque<SelectionKey> found = new ArrayDeque<>();
  private final Consumer<SelectionKey> collect = found::add;

  private final LongAdder registered = new LongAdder();
  private final LongAdder deregistered = new LongAdder();
  private final LongAdder ready = new LongAdder(); // events
  private volatile boolean closed; // written under `channels`

  /// @param maxEvents how many channels are told of their readiness in one turn, at most
  IoDriver(Driver owner, int maxEvents) {
    this.owner = owner;
    this.maxEvents = maxEvents;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector could be opened for the channels of a runtime", e);
    }
  }

  // --- those who have channels ---

  /// Takes in a channel, which becomes non-blocking. Any thread.
  ///
  /// @param readOps what the selector calls readable, as [SelectionKey#OP_READ] or `OP_ACCEPT`; 0 for what cannot be read
  /// @param writeOps the same for writable
  /// @param readiness what is taken for ready until a call would block: to try costs less than to ask
  /// @throws IOException when that is not possible: the channel is closed
  /// @throws CancelledException when the runtime has shut down
  ScheduledIo register(SelectableChannel channel, int readOps, int writeOps, int readiness) throws IOException {
    var io = new ScheduledIo(this, readOps, writeOps, readiness);
    channels.lock();
    try {
      if (closed) {
        throw new CancelledException("the runtime that the channel is for has shut down");
      }
      channel.configureBlocking(false);
      io.bind(channel.register(selector, 0, io));
    } finally {
      channels.unlock();
    }
    registered.increment();
    return io;
  }

  /// Closes a channel that was taken in, and wakes who waits for it. Any thread.
  @Override
  public void close(ScheduledIo io, SelectableChannel channel) throws IOException {
    io.close(false);
    channels.lock();
    try {
      if (!channel.isOpen()) {
        return;
      }
      deregistered.increment();
      channel.close(); // its descriptor lives until the selector has let go of it
    } finally {
      channels.unlock();
    }
    owner.letGo();
  }

  @Override
  public void watch(ScheduledIo io) {
    ScheduledIo before;
    do {
      before = pending.get();
      io.nextPending = before;
    } while (!pending.compareAndSet(before, io));
    wakeUp();
  }

  /// Ends the holder's sleep, if it sleeps or is about to. Any thread.
  void wakeUp() {
    if (selecting != null && !woken.get() && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /// The same if the holder is a certain thread.
  @SuppressWarnings("ReferenceEquality") // of threads the identity is meant
  void wakeUp(Thread thread) {
    if (selecting == thread) {
      wakeUp();
    }
  }

  // --- the holder ---

  /// Waits until a channel is ready, and tells who waits for it.
  ///
  /// @param nanos how long at most, or [Sleeper#FOREVER]; zero or less for no sleep
  /// @return whether any was
  boolean turn(Sleeper sleeper, long nanos) {
    watchPending();
    var thread = Thread.currentThread();
    selecting = thread;
    Wakeup.selects(thread, this);
    try {
      select(woken.get() || pending.get() != null || !sleeper.isAsleep() ? 0 : nanos);
    } finally {
      selecting = null;
      Wakeup.selectsNoMore(thread);
      woken.set(false);
    }
    return tell();
  }

  /// Looks at the channels, without waiting.
  void turn() {
    watchPending();
    select(0);
    tell();
  }

  /// Has the selector let go of channels that are closed. What it finds ready is told of in the next turn.
  void letGo() {
    select(0);
  }

  // What the last turn has left over is ready now.
  private void select(long nanos) {
    try {
      if (nanos <= 0 || !found.isEmpty()) {
        selector.selectNow(collect);
      } else {
        selector.select(collect, nanos == Sleeper.FOREVER ? 0 : Math.ceilDiv(nanos, 1_000_000));
      }
    } catch (IOException e) {
      Uncaught.report(e); // of the selector itself: nothing that the waiting tasks could do
    } catch (ClosedSelectorException _) {
      // The runtime has shut down: its channels are on their own.
    }
  }

  private void watchPending() {
    var io = pending.get() == null ? null : pending.getAndSet(null);
    while (io != null) {
      var next = io.nextPending;
      io.nextPending = null;
      try {
        io.applyWatch();
      } catch (CancelledKeyException _) {
        io.close(false); // somebody has closed the channel itself
      }
      io = next;
    }
  }

  private boolean tell() {
    if (closed) {
      return false;
    }
    int n = Math.min(maxEvents, found.size());
    for (int i = 0; i < n; i++) {
      tell(found.remove());
    }
    ready.add(n);
    return n > 0;
  }

  private static void tell(SelectionKey key) {
    var io = (ScheduledIo) key.attachment();
    try {
      io.ready(key.readyOps());
    } catch (CancelledKeyException _) {
      io.close(false);
    }
  }

  // --- the end ---

  /// Lets go of all channels, which stay open, and wakes who waits for them. Once.
  void close() {
    channels.lock();
    try {
      closed = true;
    } finally {
      channels.unlock();
    }
    for (SelectionKey key : selector.keys()) {
      ((ScheduledIo) key.attachment()).close(true);
    }
    try {
      selector.close();
    } catch (IOException e) {
      Uncaught.report(e);
    }
  }

  long registeredCount() {
    return registered.sum();
  }

  long deregisteredCount() {
    return deregistered.sum();
  }

  long readyCount() {
    return ready.sum();
  }
}
