package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// See [Stream#zip].
final class Zip<T, U, R> implements Stream<R> {
  private final Stream<T> left;
  private final Stream<U> right;
  private final BiFunction<? super T, ? super U, ? extends R> combiner;

  // All: the polling thread. An item that waits for its partner; null for none.
  private @Nullable T ofLeft;
  private @Nullable U ofRight;
  private boolean over;

  Zip(Stream<T> left, Stream<U> right, BiFunction<? super T, ? super U, ? extends R> combiner) {
    this.left = left;
    this.right = Objects.requireNonNull(right, "other");
    this.combiner = Objects.requireNonNull(combiner, "combiner");
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    if (!over && ofLeft == null && Items.poll(left, cx) instanceof Poll.Ready<T>(var item)) {
      ofLeft = item;
      over = item == null;
    }
    if (!over && ofRight == null && Items.poll(right, cx) instanceof Poll.Ready<U>(var item)) {
      ofRight = item;
      over = item == null;
    }
    T first = ofLeft;
    U second = ofRight;
    if (over) {
      forget();
      return Poll.ready(null);
    }
    if (first == null || second == null) {
      return Poll.pending();
    }
    forget();
    return Poll.ready(Items.made(combiner.apply(first, second), "zip"));
  }

  private void forget() {
    ofLeft = null;
    ofRight = null;
  }

  @Override
  public void close() {
    forget();
    try {
      left.close();
    } finally {
      right.close();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    if (ofLeft == null) {
      Items.describe(trace, left);
    }
    if (ofRight == null) {
      Items.describe(trace, right);
    }
  }
}
