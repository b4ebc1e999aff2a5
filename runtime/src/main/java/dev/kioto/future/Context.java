package dev.kioto.future;

/// What a poll is given. Valid during the poll that it is handed to, on the thread of that poll; a future that must be
/// found later keeps the [Waker], not the context.
///
/// A context that wraps another one hands all its calls on, so that the budget of the task below it keeps counting.
@FunctionalInterface
public interface Context {

  /// The waker of the task being polled. A future that returns [Poll#pending] has handed this to whatever will make it
  /// ready; one that does not is never polled again.
  Waker waker();

  /// Takes one unit of the task's cooperative budget: called by a leaf future (a receive, a lock, a timer) before it tries.
  /// A task has 128 units a poll, so that one that always finds its futures ready still gives way now and then. A future
  /// that took a unit and then made no progress gives it back by [#restoreBudget].
  ///
  /// @return false when the budget is spent: the task has been arranged to be polled again, and the future returns
  ///     [Poll#pending] without having tried
  default boolean takeBudget() {
    return true;
  }

  /// Gives back the unit that the last [#takeBudget] took.
  default void restoreBudget() {}

  /// Whether [#takeBudget] would give a unit now.
  default boolean hasBudget() {
    return true;
  }

  /// Arranges for another poll after the worker's other tasks and its driver have had their turn. For futures that give
  /// way; what waits for an event keeps the [#waker].
  default void defer() {
    waker().wake();
  }
}
