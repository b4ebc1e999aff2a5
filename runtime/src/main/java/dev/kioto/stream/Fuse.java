package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Stream#fuse].
final class Fuse<T> extends Adapter<T, T> {
  private boolean over; // the polling thread

  Fuse(Stream<T> source) {
    super(source);
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (over) {
      return Poll.ready(null);
    }
    over = true; // if it throws
    var poll = Items.poll(source, cx);
    over = poll instanceof Poll.Ready<T>(var item) && item == null;
    return poll;
  }

  @Override
  public void close() {
    over = true;
    super.close();
  }
}
