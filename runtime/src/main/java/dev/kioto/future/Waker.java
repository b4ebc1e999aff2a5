package dev.kioto.future;

/// Tells whoever polls a future that another poll is worth its while.
///
/// A waker may be kept beyond the poll that handed it out, called by any thread, any number of times, also after the
/// task has ended. Everything the caller did before [#wake] is visible to the poll that follows it. Two wakers of the
/// same task are the same object, so that `==` tells whether a stored waker need not be replaced.
@FunctionalInterface
public interface Waker {

  /// Schedules the task for a poll, unless it is scheduled already or has ended. Never blocks and never throws.
  void wake();
}
