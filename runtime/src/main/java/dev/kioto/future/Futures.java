package dev.kioto.future;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ways to make futures of values and of other futures.
public final class Futures {
  private Futures() {}

  /// A future that is ready at its first poll.
  public static <T extends @Nullable Object> Future<T> ready(T value) {
    return _ -> Poll.ready(value);
  }

  /// A future that is never ready.
  public static <T extends @Nullable Object> Future<T> pending() {
    return _ -> Poll.pending();
  }

  /// A future that throws at its first poll.
  public static <T extends @Nullable Object> Future<T> failed(RuntimeException failure) {
    return _ -> {
      throw failure;
    };
  }

  /// A future with the value of `future`, changed by `mapper` on the thread of the last poll.
  public static <T extends @Nullable Object, R extends @Nullable Object> Future<R> map(
      Future<T> future, Function<? super T, ? extends R> mapper) {
    return new Mapped<>(future, mapper);
  }

  /// A future that runs `first`, then the future that `next` makes of its value.
  public static <T extends @Nullable Object, R extends @Nullable Object> Future<R> then(
      Future<T> first, Function<? super T, ? extends Future<R>> next) {
    return new Then<>(first, next);
  }

  private record Mapped<T extends @Nullable Object, R extends @Nullable Object>(
      Future<T> future, Function<? super T, ? extends R> mapper) implements Future<R> {
    @Override
    public Poll<R> poll(Context cx) {
      return switch (future.poll(cx)) {
        case Poll.Ready<T>(T value) -> Poll.ready(mapper.apply(value));
        case Poll.Pending<T> _ -> Poll.pending();
        case null -> throw Poll.noAnswer(future);
      };
    }

    @Override
    public void drop() {
      future.drop();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(future);
    }
  }

  private static final class Then<T extends @Nullable Object, R extends @Nullable Object> implements Future<R> {
    // Both fields: the polling thread only.
    private @Nullable Future<T> first;
    private @Nullable Future<R> second;
    private final Function<? super T, ? extends Future<R>> next;

    Then(Future<T> first, Function<? super T, ? extends Future<R>> next) {
      this.first = first;
      this.next = next;
    }

    @Override
    public Poll<R> poll(Context cx) {
      var running = first;
      if (running != null) {
        var poll = running.poll(cx);
        if (poll == null) {
          throw Poll.noAnswer(running);
        }
        if (!(poll instanceof Poll.Ready<T>(T value))) {
          return Poll.pending();
        }
        first = null;
        second = next.apply(value);
      }
      var last = second;
      if (last == null) {
        throw new IllegalStateException("a future was polled after it was over");
      }
      return last.poll(cx);
    }

    @Override
    public void drop() {
      if (first != null) {
        first.drop();
      }
      if (second != null) {
        second.drop();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      var running = first;
      trace.future(running != null ? running : second);
    }
  }
}
