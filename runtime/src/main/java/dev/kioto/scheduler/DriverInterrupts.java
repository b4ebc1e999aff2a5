package dev.kioto.scheduler;

import org.jspecify.annotations.Nullable;

/// Hears of interrupts of the thread that drives a [CurrentThread], while a virtual thread is mounted on it: when it mounts or
/// unmounts one, the JDK clears the interrupt status of the carrier, whoever has set it.
///
/// The thread that drives, but for what it hears.
final class DriverInterrupts {
  /*
   * Thread.interrupt() sets the status, and then calls the hook that the thread has for I/O that blocks, with a lock that
   * setting the hook takes as well. So an interrupt is
   *
   *   before listen()    seen in the status, which is read after it
   *   after it           seen in the status, or heard
   *   before leave()     seen or heard, or, since leave() takes that lock, left in the status for the caller
   *
   * and never both seen and heard later: an interrupt that was seen ends the driving, and leave() forgets what was heard.
   * An interrupt of the mounted thread sets the carrier's status without a call of the hook.
   */
  private final @Nullable Object hook = VirtualThreads.interruptHook(this::hear); // null: another JDK, and some go unheard

  private volatile boolean heard; // set by whoever interrupts, cleared by the thread that drives

  private void hear() {
    heard = true;
  }

  /// Before each poll, and before the status is read: I/O in the last poll may have taken the hook away.
  void listen() {
    if (heard) {
      heard = false; // a future's poll has seen it itself, or the status still has it
    }
    if (hook != null && !VirtualThreads.hasInterruptHook(hook)) {
      VirtualThreads.setInterruptHook(hook);
    }
  }

  /// Whether there was an interrupt since [#listen].
  boolean heard() {
    return heard;
  }

  /// The thread drives no longer.
  void leave() {
    if (hook != null) {
      VirtualThreads.setInterruptHook(null);
    }
    heard = false;
  }
}
