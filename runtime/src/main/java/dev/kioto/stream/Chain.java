package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Stream#chain].
final class Chain<T> implements Stream<T> {
  // The polling thread. Null once it has ended.
  private @Nullable Stream<? extends T> first;
  private final Stream<? extends T> second;

  Chain(Stream<? extends T> first, Stream<? extends T> second) {
    this.first = first;
    this.second = Objects.requireNonNull(second, "second");
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    var now = first;
    if (now != null) {
      var poll = Chain.<T>poll(now, cx);
      if (!(poll instanceof Poll.Ready<T>(var item)) || item != null) {
        return poll;
      }
      first = null;
      now.close();
    }
    return poll(second, cx);
  }

  @SuppressWarnings("unchecked") // what is read is a T
  static <T> Poll<@Nullable T> poll(Stream<? extends T> stream, Context cx) {
    return Items.poll((Stream<T>) stream, cx);
  }

  @Override
  public void close() {
    var now = first;
    first = null;
    try {
      if (now != null) {
        now.close();
      }
    } finally {
      second.close();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    var now = first;
    Items.describe(trace, now != null ? now : second);
  }
}
