package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Stream#skip].
final class Skip<T> extends Adapter<T, T> {
  private long left; // the polling thread

  Skip(Stream<T> source, long count) {
    super(source);
    this.left = Items.notNegative(count, "count");
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    while (true) {
      var poll = Items.poll(source, cx);
      if (left == 0 || !(poll instanceof Poll.Ready<T>(var item)) || item == null) {
        return poll;
      }
      left--;
    }
  }
}
