package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Stream#mapWhile] and [Stream#takeWhile].
final class TakeWhile<T, R> extends Adapter<T, R> {
  private final Function<? super T, ? extends @Nullable R> mapper;
  private boolean over; // the polling thread

  TakeWhile(Stream<T> source, Function<? super T, ? extends @Nullable R> mapper) {
    super(source);
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    if (over) {
      return Poll.ready(null);
    }
    return switch (Items.poll(source, cx)) {
      case Poll.Ready<T>(var item) -> {
        R result = item == null ? null : mapper.apply(item);
        over = result == null;
        yield Poll.ready(result);
      }
      case Poll.Pending<T> _ -> Poll.pending();
    };
  }
}
