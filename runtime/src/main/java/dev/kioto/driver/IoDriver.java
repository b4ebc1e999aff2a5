package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The part of a [Driver] that waits for channels, of which the driver's holder alone asks what is ready.
abstract sealed class IoDriver implements ScheduledIo.Watcher permits SelectorDriver, EpollDriver {
  /*
   * A wake-up of the holder: it says that it is selecting, and then looks whether something has come for it; who has something
   * writes that, and then looks whether the holder is selecting (all volatile). So either it is seen, or the holder is woken.
   *
   * `woken` spares all but the first of several wake-ups. It is cleared after the sleep, and a holder that finds it set does not
   * sleep: the wake-up that it stands for may have been made already, or may come later, and then ends some later sleep for no
   * reason.
   */
  private final BriefLock channels = new BriefLock();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable Thread selecting; // written by the holder: itself, while it selects

  private final LongAdder turns = new LongAdder();
  private final LongAdder registered = new LongAdder();
  private final LongAdder deregistered = new LongAdder();
  private final LongAdder ready = new LongAdder(); // events
  private volatile boolean closed; // written under `channels`

  /// @param maxEvents how many channels are told of their readiness in one turn, at most
  /// @param epoll whether to use it where it is to be had
  static IoDriver open(Driver owner, int maxEvents, boolean epoll) {
    try {
      return epoll && Epoll.isAvailable() ? new EpollDriver(maxEvents) : new SelectorDriver(owner);
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
      attach(io, channel);
    } finally {
      channels.unlock();
    }
    registered.increment();
    return io;
  }

  /// Closes a channel that was taken in, and wakes who waits for it. When that was a listener or a datagram socket, its address is
  /// free for another when this returns. Any thread.
  @Override
  public void close(ScheduledIo io, SelectableChannel channel) throws IOException {
    io.close(false);
    channels.lock();
    try {
      if (!channel.isOpen()) {
        return;
      }
      deregistered.increment();
      detach(io, channel);
      channel.close();
    } finally {
      channels.unlock();
    }
    detached(channel);
  }

  /// Begins to tell of a channel. One thread at a time.
  abstract void attach(ScheduledIo io, SelectableChannel channel) throws IOException;

  /// A channel is about to be closed. One thread at a time.
  abstract void detach(ScheduledIo io, SelectableChannel channel);

  /// A channel was closed. Any thread.
  abstract void detached(SelectableChannel channel);

  /// Ends the holder's sleep, if it sleeps or is about to. Any thread.
  final void wakeUp() {
    if (selecting != null && !woken.get() && woken.compareAndSet(false, true)) {
      ring();
    }
  }

  /// The same if the holder is a certain thread.
  @SuppressWarnings("ReferenceEquality") // of threads the identity is meant
  final void wakeUp(Thread thread) {
    if (selecting == thread) {
      wakeUp();
    }
  }

  /// Ends a select, or the next one. One thread at a time.
  abstract void ring();

  // --- the holder ---

  /// Waits until a channel is ready, and tells who waits for it.
  ///
  /// @param timers by which the holder sleeps
  /// @param nanos how long at most, or [Sleeper#FOREVER]; zero or less for no sleep
  /// @param max how many channels to tell at most, above 0
  /// @return how many were
  final int turn(Sleeper sleeper, Timers timers, long nanos, int max) {
    prepare();
    var thread = Thread.currentThread();
    selecting = thread;
    Wakeup.selects(thread, this);
    try {
      select(woken.get() || isWanted() || timers.isRecalled() || !sleeper.isAsleep() ? 0 : nanos, max);
    } finally {
      selecting = null;
      Wakeup.selectsNoMore(thread);
      woken.set(false);
    }
    return tell(max);
  }

  /// Looks at the channels, without waiting.
  ///
  /// @param max how many to tell at most, above 0
  /// @return how many were told
  final int turn(int max) {
    prepare();
    select(0, max);
    return tell(max);
  }

  /// Has the system let go of channels that are closed.
  abstract void letGo();

  /// Before a select.
  abstract void prepare();

  /// Whether it is to be prepared again before it may wait.
  abstract boolean isWanted();

  /// Asks what is ready.
  ///
  /// @param nanos as for [#turn(Sleeper, Timers, long, int)]
  /// @param max as there
  abstract void select(long nanos, int max);

  /// Tells of what was found ready.
  ///
  /// @return of how many channels
  abstract int tellFound(int max);

  private int tell(int max) {
    turns.increment();
    if (closed) {
      return 0;
    }
    int n = tellFound(max);
    ready.add(n);
    return n;
  }

  static int millis(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, 1_000_000));
  }

  // --- the end ---

  /// Lets go of all channels, which stay open, and wakes who waits for them. Once.
  final void close() {
    channels.lock();
    try {
      closed = true;
    } finally {
      channels.unlock();
    }
    endAll();
  }

  /// Tells all channels that nobody will tell them any more.
  abstract void endAll();

  /// Gives back what the system has given. Once, after [#close], when nobody holds the driver nor will any more.
  abstract void free();

  final IoCounts view() {
    return new IoCounts(turns.sum(), registered.sum(), deregistered.sum(), ready.sum());
  }
}
