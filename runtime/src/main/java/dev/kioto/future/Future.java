package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// A computation that may not be over yet, and that makes progress only while it is polled.
///
/// A future is lazy: nothing happens until it is polled or awaited. It is polled by one caller at a time, and not again
/// after it was ready or threw. A future fails by throwing from [#poll].
///
/// The contract is that of Rust's `core::future::Future`; [#drop] stands for what Rust does when a future goes out of
/// scope.
///
/// @param <T> the type of the value
@FunctionalInterface
public interface Future<T extends @Nullable Object> {

  /// Makes what progress it can without blocking: a lock that it takes is a [BriefLock].
  ///
  /// @return the value, or [Poll#pending] after having arranged that the waker of `cx` is woken when another poll is
  ///     worth its while
  /// @throws RuntimeException when the computation failed; the future is over then
  Poll<T> poll(Context cx);

  /// Gives up a future that has been polled and is not over: it leaves the queues it waits in and frees what it holds.
  /// Called at most once, by whoever would have polled next, and never after the future was ready or threw.
  default void drop() {}

  /// Says what this future waits for, for dumps and consoles: what it polls now, and what it knows of itself. A future that polls
  /// others should; one that says nothing is shown by its class.
  ///
  /// Called by any thread at any time, also while another polls this future, which it must not disturb: it reads fields as
  /// they are, expects each to be null or out of step, takes no lock that is held for long, and changes nothing.
  default void describe(AwaitTrace trace) {}

  /// The future that whoever takes this one polls, and drops, in its place: for those who poll the futures of others, as
  /// all of [Futures] does, [#await], `blockOn` and the spawning of tasks. It is this one, but where many may wait for the same by one object, as by a `JoinHandle`: that
  /// makes one for each of them, which knows whose waker to take back when it is dropped. Rust's `IntoFuture`.
  default Future<T> intoFuture() {
    return this;
  }

  /// Waits until this future is over. In a direct task, and on any other virtual thread, this suspends the virtual
  /// thread; on a platform thread it blocks the thread.
  ///
  /// @return the value
  /// @throws CancelledException when the calling thread is interrupted before the future is ready, as an aborted task
  ///     is; the future is dropped then
  /// @throws IllegalStateException when called from inside the poll of a future task, which would block its worker
  /// @throws RuntimeException what the future threw
  default T await() {
    return Await.await(intoFuture());
  }
}
