package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Stream#enumerate].
final class Enumerated<T> extends Adapter<T, Stream.Indexed<T>> {
  private long index; // the polling thread

  Enumerated(Stream<T> source) {
    super(source);
  }

  @Override
  public Poll<Stream.@Nullable Indexed<T>> pollNext(Context cx) {
    return switch (Items.poll(source, cx)) {
      case Poll.Ready<T>(var item) -> Poll.ready(item == null ? null : new Stream.Indexed<>(index++, item));
      case Poll.Pending<T> _ -> Poll.pending();
    };
  }
}
