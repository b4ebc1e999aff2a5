package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Stream#filterMap].
final class FilterMap<T, R> extends Adapter<T, R> {
  private final Function<? super T, ? extends @Nullable R> mapper;

  FilterMap(Stream<T> source, Function<? super T, ? extends @Nullable R> mapper) {
    super(source);
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    while (Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        return Poll.ready(null);
      }
      R result = mapper.apply(item);
      if (result != null) {
        return Poll.ready(result);
      }
    }
    return Poll.pending();
  }
}
