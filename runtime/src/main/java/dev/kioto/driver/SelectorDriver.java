package dev.kioto.driver;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for channels by a selector of the JDK: on any system, and for threads that an interrupt is to end the wait of.
final class SelectorDriver extends IoDriver {
  /*
   * Who wants a channel watched pushes it to `pending`, and then wakes the holder if that is selecting, see IoDriver.
   *
   * The selector's own monitors are taken by the holder, and by one other thread at a time: one that attaches a channel, or one
   * that rings. So no queue of workers comes about behind a virtual thread that would need one of them to go on (see BriefLock).
   */
  private final Driver owner;
  private final Selector selector = Selector.open();
  private final AtomicReference<@Nullable ScheduledIo> pending = new AtomicReference<>();

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

  // The descriptor lives until the selector has let go of it.
  @Override
  void detached() {
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
