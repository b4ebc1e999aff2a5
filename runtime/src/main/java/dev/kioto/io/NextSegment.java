package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Lines#nextLine] and [Split#nextSegment].
final class NextSegment<T> extends IoWork<@Nullable T> {
  private final Segments<T> segments;

  NextSegment(Segments<T> segments, String what) {
    super(segments.reader(), what);
    this.segments = segments;
  }

  @Override
  protected Poll<@Nullable T> step(Context cx) {
    return segments.pollNext(cx);
  }
}
