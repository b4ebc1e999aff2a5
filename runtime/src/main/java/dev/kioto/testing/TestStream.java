package dev.kioto.testing;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Poll;
import dev.kioto.stream.Stream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream in the hands of a test, which decides when it is polled and sees whether it was woken: as [TestFuture] is for a
/// future, under the same rules. It may be polled after its end, to see what it does.
///
/// @param <T> the type of the items
public final class TestStream<T> implements AutoCloseable {
  private final Stream<T> stream;
  private final ManualContext context = new ManualContext();

  private TestStream(Stream<T> stream) {
    this.stream = Objects.requireNonNull(stream, "stream");
  }

  /// Takes a stream in hand. It is not polled yet.
  public static <T> TestStream<T> of(Stream<T> stream) {
    return new TestStream<>(stream);
  }

  /// Polls once: an item, null for the end, or pending.
  public Poll<@Nullable T> pollNext() {
    context.enter();
    var poll = stream.pollNext(context);
    if (poll == null) {
      throw new AssertionError("pollNext() of " + stream.getClass().getName() + " returned null");
    }
    return poll;
  }

  /// Whether the stream was woken since the last poll began. Any thread.
  public boolean isWoken() {
    return context.isWoken();
  }

  /// How often it was woken, in all. Any thread.
  public int wakes() {
    return context.wakes();
  }

  /// Polls once and asserts that there is an item.
  ///
  /// @return the item
  /// @throws AssertionError when there is none, or the end
  public T assertNext() {
    T item = Polls.ready(pollNext(), ": " + this);
    if (item == null) {
      throw new AssertionError("expected an item, but the stream has ended");
    }
    return item;
  }

  /// Polls once and asserts that there is an item that equals `expected`.
  ///
  /// @throws AssertionError when there is another one, none, or the end
  public void assertNext(T expected) {
    Polls.same(expected, assertNext());
  }

  /// Polls for each of `expected` and asserts that the stream has them, in this order, without waiting.
  ///
  /// @throws AssertionError at the first that is not there
  @SafeVarargs
  public final void assertNexts(T... expected) {
    for (T item : expected) {
      assertNext(item);
    }
  }

  /// Polls once and asserts that the stream has ended.
  ///
  /// @throws AssertionError when there is an item, which the message has, or when it is pending
  public void assertEnd() {
    T item = Polls.ready(pollNext(), ": " + this);
    if (item != null) {
      throw new AssertionError("expected the end, but there is " + Polls.shown(item));
    }
  }

  /// Polls once and asserts that there is nothing now.
  ///
  /// @throws AssertionError when there is an item, which the message has, or the end
  public void assertPending() {
    if (pollNext() instanceof Poll.Ready<T>(var item)) {
      throw new AssertionError("expected pending, but there is " + (item == null ? "the end" : Polls.shown(item)));
    }
  }

  /// Polls once and asserts that the stream throws.
  ///
  /// @return what it threw
  /// @throws AssertionError when it does not, or throws something else, which is the cause
  public <E extends Throwable> E assertFails(Class<E> type) {
    return Failures.of(type, this::pollNext);
  }

  /// Closes the stream.
  @Override
  public void close() {
    stream.close();
  }

  @Override
  public String toString() {
    return AwaitTrace.of(stream.next()).toString();
  }
}
