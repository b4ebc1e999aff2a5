package dev.kioto.driver;

import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// One deadline in a [Driver]'s wheel, and the waker to be woken at it.
public final class TimerEntry {
  static final int NOT_IN_WHEEL = -1;

  private final Driver driver;

  // All guarded by the driver's lock.
  final long tick;
  int level = NOT_IN_WHEEL;
  int slot;
  @Nullable TimerEntry previous;
  @Nullable TimerEntry next;
  @Nullable Waker waker;

  // Written under the driver's lock; read by any thread.
  volatile boolean fired;

  TimerEntry(Driver driver, long tick) {
    this.driver = driver;
    this.tick = tick;
  }

  /// Ready once the deadline has passed; otherwise leaves the waker to be woken then.
  ///
  /// @throws dev.kioto.future.CancelledException when the runtime has shut down before
  public Poll<@Nullable Void> poll(Waker waker) {
    if (fired) {
      return Poll.ready(null);
    }
    return driver.register(this, waker) ? Poll.pending() : Poll.ready(null);
  }

  /// Forgets the deadline. Needed only for an entry that has not fired.
  public void cancel() {
    driver.cancel(this);
  }
}
