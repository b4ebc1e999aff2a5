package dev.kioto.driver;

import dev.kioto.future.BriefLock;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Waits for channels by an epoll that tells of each change once, as Tokio's driver does: a channel is added when it comes and
/// leaves when it is closed, and in between the system is asked for nothing but what has changed. For workers, whose waits no
/// interrupt ends.
final class EpollDriver extends IoDriver {
  private static final int EVENTS = Epoll.IN | Epoll.OUT | Epoll.READ_HANG_UP | Epoll.EDGE_TRIGGERED;
  private static final int MAX_EVENTS = 8_192; // a guess: more in one turn would keep its worker from its tasks
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(ScheduledIo[].class);

  private final Epoll epoll;
  private final BriefLock ringing = new BriefLock();
  private boolean freed; // guarded by `ringing`: a descriptor that was given back may be another's by now

  /*
   * By descriptor. Replaced by a larger copy and written by one thread at a time, before the descriptor is added; read by the
   * holder, by acquire, after an event of it. An event may be older than the channel that has the descriptor now: then that
   * is told of a readiness which it has not, and finds out by its next call. An event of a channel that is gone finds nothing.
   */
  private volatile @Nullable ScheduledIo[] slots = new ScheduledIo[64];

  private int found; // events of the last select that nobody was told of; the holder

  EpollDriver(int maxEvents) throws IOException {
    epoll = new Epoll(Math.min(maxEvents, MAX_EVENTS));
  }

  @Override
  public boolean tellsOfChanges() {
    return true;
  }

  @Override
  void attach(ScheduledIo io, SelectableChannel channel) throws IOException {
    int descriptor = Epoll.descriptor(channel);
    if (descriptor < 0) {
      throw new IllegalSelectorException();
    }
    if (descriptor >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(2 * slots.length, descriptor + 1));
    }
    SLOTS.setVolatile(slots, descriptor, io);
    try {
      epoll.add(descriptor, EVENTS);
    } catch (Throwable e) {
      SLOTS.setVolatile(slots, descriptor, (ScheduledIo) null);
      throw e;
    }
  }

  @Override
  void detach(ScheduledIo io, SelectableChannel channel) {
    SLOTS.setVolatile(slots, Epoll.descriptor(channel), (ScheduledIo) null);
  }

  @Override
  void detached(SelectableChannel channel) {}

  @Override
  public void watch(ScheduledIo io) {
    throw new AssertionError("every change is told of");
  }

  @Override
  void ring() {
    ringing.lock();
    try {
      if (!freed) {
        epoll.ring();
      }
    } catch (IOException e) {
      Uncaught.report(e);
    } finally {
      ringing.unlock();
    }
  }

  @Override
  boolean isWanted() {
    return false;
  }

  @Override
  void prepare() {}

  @Override
  void letGo() {}

  @Override
  void select(long nanos, int max) {
    try {
      found = epoll.await(nanos <= 0 ? 0 : nanos == Sleeper.FOREVER ? -1 : millis(nanos), max);
    } catch (IOException e) {
      found = 0;
      Uncaught.report(e); // of the epoll itself: nothing that the waiting tasks could do
    }
  }

  @Override
  int tellFound(int max) {
    var channels = slots;
    int told = 0;
    for (int i = 0; i < found; i++) {
      int descriptor = epoll.descriptorOf(i);
      var io = descriptor < channels.length ? (ScheduledIo) SLOTS.getAcquire(channels, descriptor) : null;
      if (io != null) { // else it is the alarm, or a channel that is closed
        tell(io, epoll.eventsOf(i));
        told++;
      }
    }
    found = 0;
    return told;
  }

  private static void tell(ScheduledIo io, int events) {
    boolean ended = (events & Epoll.HANG_UP) != 0;
    boolean failed = (events & Epoll.ERROR) != 0;
    int ready = ((events & Epoll.IN) != 0 || failed ? ScheduledIo.READABLE : 0)
        | ((events & Epoll.OUT) != 0 || failed ? ScheduledIo.WRITABLE : 0);
    int over = (ended || (events & Epoll.READ_HANG_UP) != 0 ? ScheduledIo.READABLE : 0)
        | (ended ? ScheduledIo.WRITABLE : 0);
    io.changed(ready, over);
  }

  @Override
  void endAll() {
    var channels = slots;
    for (int i = 0; i < channels.length; i++) {
      var io = (ScheduledIo) SLOTS.getAcquire(channels, i);
      if (io != null) {
        io.close(true);
      }
    }
    wakeUp(); // to let go of the driver
  }

  @Override
  void free() {
    ringing.lock();
    try {
      freed = true;
      epoll.free();
    } catch (IOException e) {
      Uncaught.report(e);
    } finally {
      ringing.unlock();
    }
  }
}
