package dev.kioto.future;

/// What a poll is given. Valid during the poll that it is handed to, on the thread of that poll; a future that must be
/// found later keeps the [Waker], not the context.
@FunctionalInterface
public interface Context {

  /// The waker of the task being polled. A future that returns [Poll#pending] has handed this to whatever will make it
  /// ready; one that does not is never polled again.
  Waker waker();
}
