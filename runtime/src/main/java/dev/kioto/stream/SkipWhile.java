package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// See [Stream#skipWhile].
final class SkipWhile<T> extends Adapter<T, T> {
  // The polling thread. Null once an item has passed.
  private @Nullable Predicate<? super T> test;

  SkipWhile(Stream<T> source, Predicate<? super T> test) {
    super(source);
    this.test = Objects.requireNonNull(test, "test");
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    while (true) {
      var poll = Items.poll(source, cx);
      var skips = test;
      if (skips == null || !(poll instanceof Poll.Ready<T>(var item)) || item == null) {
        return poll;
      }
      if (!skips.test(item)) {
        test = null;
        return poll;
      }
    }
  }
}
