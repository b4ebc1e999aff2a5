package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Stream#merge].
final class Merge<T> implements Stream<T> {
  // All: the polling thread. A side is null once it has ended.
  private @Nullable Stream<? extends T> left;
  private @Nullable Stream<? extends T> right;
  private boolean rightFirst;

  Merge(Stream<? extends T> left, Stream<? extends T> right) {
    this.left = left;
    this.right = Objects.requireNonNull(right, "other");
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    boolean flipped = rightFirst;
    rightFirst = !flipped;
    var poll = pollSide(flipped, cx);
    return poll != null ? poll : pollOther(!flipped, cx);
  }

  private Poll<@Nullable T> pollOther(boolean side, Context cx) {
    var poll = pollSide(side, cx);
    if (poll != null) {
      return poll;
    }
    return left == null && right == null ? Poll.ready(null) : Poll.pending();
  }

  /// Polls one side: an item, or null when it has none now or none any more.
  private @Nullable Poll<@Nullable T> pollSide(boolean isRight, Context cx) {
    var side = isRight ? right : left;
    if (side == null) {
      return null;
    }
    var poll = Chain.<T>poll(side, cx);
    if (!(poll instanceof Poll.Ready<T>(var item))) {
      return null;
    }
    if (item != null) {
      return poll;
    }
    if (isRight) {
      right = null;
    } else {
      left = null;
    }
    side.close();
    return null;
  }

  @Override
  public void close() {
    var first = left;
    var second = right;
    left = null;
    right = null;
    try {
      if (first != null) {
        first.close();
      }
    } finally {
      if (second != null) {
        second.close();
      }
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    Items.describe(trace, left);
    Items.describe(trace, right);
  }
}
