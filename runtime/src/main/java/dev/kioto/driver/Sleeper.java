package dev.kioto.driver;

import org.jspecify.annotations.Nullable;

/// How one thread sleeps that holds a [Driver]: in a way that the thread's own wake-ups end as well.
public interface Sleeper {
  /// A sleep without an end of its own.
  long FOREVER = Long.MAX_VALUE;

  /// The thread that sleeps: an unpark of it ends the sleep.
  @Nullable Thread thread();

  /// Whether nothing has come for the thread since it began to go to sleep.
  boolean isAsleep();

  /// Blocks the calling thread, unless something came for it since it began to go to sleep; may return for no reason.
  ///
  /// @param blocker what a thread dump shows
  /// @param nanos how long at most, or [#FOREVER]; zero or less for no sleep
  void sleep(Object blocker, long nanos);
}
