package dev.kioto.testing;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A future in the hands of a test, which decides when it is polled and sees whether it was woken.
///
/// ```java
/// var receive = TestFuture.of(channel.receiver().recv());
/// receive.assertPending();
/// channel.sender().trySend("hello");
/// assertTrue(receive.isWoken());
/// receive.assertReady("hello");
/// ```
///
/// It polls on the calling thread, without a runtime; what needs one, as a sleep does, is polled inside a `blockOn`, or in a
/// [KiotoTest]. One thread polls; the wakes may come from any. After tokio-test's `task::spawn`.
///
/// @param <T> the type of the value
public final class TestFuture<T extends @Nullable Object> {
  private final Future<T> future;
  private final ManualContext context = new ManualContext();
  private boolean over; // the polling thread

  private TestFuture(Future<T> future) {
    this.future = Objects.requireNonNull(future, "future").intoFuture();
  }

  /// Takes a future in hand. It is not polled yet.
  public static <T extends @Nullable Object> TestFuture<T> of(Future<T> future) {
    return new TestFuture<>(future);
  }

  /// Polls once.
  ///
  /// @throws IllegalStateException when the future is over already
  /// @throws RuntimeException what the future threw
  public Poll<T> poll() {
    if (over) {
      throw new IllegalStateException("the future of the test is over: a future is not polled again then");
    }
    context.enter();
    over = true; // if it throws
    var poll = future.poll(context);
    if (poll == null) {
      throw new AssertionError("poll() of " + future.getClass().getName() + " returned null");
    }
    over = poll.isReady();
    return poll;
  }

  /// Whether the future was woken since the last poll began. Any thread.
  public boolean isWoken() {
    return context.isWoken();
  }

  /// How often it was woken, in all. Any thread.
  public int wakes() {
    return context.wakes();
  }

  /// Polls once and asserts that the future is ready.
  ///
  /// @return the value
  /// @throws AssertionError when it is not; the message says what it waits for
  public T assertReady() {
    return Polls.ready(poll(), ": " + AwaitTrace.of(future));
  }

  /// Polls once and asserts that the future is ready with a value that equals `expected`.
  ///
  /// @throws AssertionError when it is not
  public void assertReady(T expected) {
    Polls.same(expected, assertReady());
  }

  /// Polls once and asserts that the future is not ready.
  ///
  /// @throws AssertionError when it is; the message has the value
  public void assertPending() {
    Polls.assertPending(poll());
  }

  /// Polls once and asserts that the future throws.
  ///
  /// @return what it threw
  /// @throws AssertionError when it does not, or throws something else, which is the cause
  public <E extends Throwable> E assertFails(Class<E> type) {
    return Failures.of(type, this::poll);
  }

  /// Gives the future up, as whoever awaits it does when it is cancelled. When it is over, this does nothing.
  public void drop() {
    if (!over) {
      over = true;
      future.drop();
    }
  }

  @Override
  public String toString() {
    return over ? "a future that is over" : AwaitTrace.of(future).toString();
  }
}
