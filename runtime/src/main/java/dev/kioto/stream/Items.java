package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What all who poll streams need: answers that are wrong are told, and not taken for the end or for pending.
final class Items {
  private Items() {}

  static <T> Poll<@Nullable T> poll(Stream<T> stream, Context cx) {
    Poll<@Nullable T> poll = stream.pollNext(cx);
    if (poll == null) {
      throw new NullPointerException("pollNext() of " + stream.getClass().getName()
          + " returned null: return Poll.pending(), or Poll.ready(null) for the end");
    }
    return poll;
  }

  static <T extends @Nullable Object> Poll<T> pollFuture(Future<T> future, Context cx) {
    Poll<T> poll = future.poll(cx);
    if (poll == null) {
      throw new NullPointerException("poll() of " + future.getClass().getName()
          + " returned null: return Poll.pending(), or Poll.ready(null) where null is the value");
    }
    return poll;
  }

  /// An item that a function or a future of the user's has made.
  static <T> T made(@Nullable T item, String by) {
    return Objects.requireNonNull(item,
        () -> by
            + " gave null for an item, which would be the end of the stream: leave items out by filterMap, end by takeWhile");
  }

  /// The item itself where the test holds, and null where it does not.
  static <T> Function<T, @Nullable T> passing(Predicate<? super T> test) {
    Objects.requireNonNull(test, "test");
    return item -> test.test(item) ? item : null;
  }

  static <F> F future(@Nullable F future, String by) {
    return Objects.requireNonNull(future, () -> "the function of " + by + " returned no future, but null");
  }

  static void describe(AwaitTrace trace, @Nullable Stream<?> stream) {
    if (stream != null) {
      trace.part(stream, stream::describe);
    }
  }

  static long notNegative(long count, String name) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more, but is " + count);
    }
    return count;
  }

  static int atLeastOne(int count, String name) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + count);
    }
    return count;
  }

  static Duration notNegative(Duration duration, String name) {
    if (Objects.requireNonNull(duration, name).isNegative()) {
      throw new IllegalArgumentException(name + " must be zero or more, but is " + duration);
    }
    return duration;
  }
}
