package dev.kioto.driver;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for channels by a selector of the JDK: on any system, and for threads that an interrupt is to end the wait of.
final class SelectorDriver extends IoDriver {
  /*
   * Who wants a channel watched pushes it to `pending`, and then wakes the holder if that is selecting, see IoDriver.
   *
   * A descriptor lives until a select that begins after its channel was closed has let go of it. Who closes a channel takes a number
   * then; a select reads the last number that was taken before it begins, and writes it when it is over. So a number that was
   * written, and all below, are those of channels that are gone; the two variables carry the order (volatile).
   *
   * The selector's own monitors are taken by the holder, and by one other thread at a time: one that attaches a channel, or one
   * that rings. So no queue of workers comes about behind a virtual thread that would need one of them to go on (see BriefLock).
   */
  private static final long WAIT_NANOS = 20_000; // about what a thread takes to wake up
  private static final long MOST_WAIT_NANOS = 100_000_000;

  private final Driver owner;
  private final Selector selector = Selector.open();
  private final AtomicReference<@Nullable ScheduledIo> pending = new AtomicReference<>();

  private final AtomicLong closings = new AtomicLong(); // the number taken last
  private volatile long gone; // the number that the last select had read; the holder

  // The channels that are to be told of their readiness. The holder; filled while the selector is locked, emptied afterwards.
  private final ArrayDeque<SelectionKey> found = new ArrayDeque<>();
  private final Consumer<SelectionKey> collect = found::add;

  SelectorDriver(Driver owner) throws IOException {
    this.owner = owner;
  }

  @Override
  public boolean tellsOfChanges() {
    return false;
  }

  @Override
  void attach(ScheduledIo io, SelectableChannel channel) throws IOException {
    io.bind(channel.register(selector, 0, io));
  }

  @Override
  void detach(ScheduledIo io, SelectableChannel channel) {}

  // What has an address of its own keeps others from it for as long as its descriptor lives.
  @Override
  void detached(SelectableChannel channel) {
    long number = closings.incrementAndGet();
    owner.letGo();
    if (channel instanceof ServerSocketChannel || channel instanceof DatagramChannel) {
      awaitGone(number);
    }
  }

  // Whoever selects meanwhile has been woken, and is no task that this thread would have to run first. The limit is for a waker that
  // closes a channel in the middle of a turn: it would wait for itself.
  private void awaitGone(long number) {
    long start = System.nanoTime();
    while (gone < number && selector.isOpen() && System.nanoTime() - start < MOST_WAIT_NANOS) {
      LockSupport.parkNanos(WAIT_NANOS);
      owner.letGo();
    }
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

  @Override
  void ring() {
    selector.wakeup();
  }

  @Override
  boolean isWanted() {
    return pending.get() != null;
  }

  @Override
  void prepare() {
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

  // What it finds ready is told of in the next turn.
  @Override
  void letGo() {
    select(0, 0);
  }

  // What the last turn has left over is ready now.
  @Override
  void select(long nanos, int max) {
    long closed = closings.get();
    try {
      if (nanos <= 0 || !found.isEmpty()) {
        selector.selectNow(collect);
      } else {
        selector.select(collect, nanos == Sleeper.FOREVER ? 0 : millis(nanos));
      }
    } catch (IOException e) {
      Uncaught.report(e); // of the selector itself: nothing that the waiting tasks could do
    } catch (ClosedSelectorException _) {
      // The runtime has shut down: its channels are on their own.
    }
    gone = closed;
  }

  @Override
  int tellFound(int max) {
    int n = Math.min(max, found.size());
    for (int i = 0; i < n; i++) {
      tell(found.remove());
    }
    return n;
  }

  private static void tell(SelectionKey key) {
    var io = (ScheduledIo) key.attachment();
    try {
      io.ready(key.readyOps());
    } catch (CancelledKeyException _) {
      io.close(false);
    }
  }

  @Override
  void endAll() {
    for (SelectionKey key : selector.keys()) {
      ((ScheduledIo) key.attachment()).close(true);
    }
    try {
      selector.close();
    } catch (IOException e) {
      Uncaught.report(e);
    }
  }

  @Override
  void free() {}
}
