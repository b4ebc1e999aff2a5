package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Stream#map].
final class Mapped<T, R> extends Adapter<T, R> {
  private final Function<? super T, ? extends R> mapper;

  Mapped(Stream<T> source, Function<? super T, ? extends R> mapper) {
    super(source);
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    return switch (Items.poll(source, cx)) {
      case Poll.Ready<T>(var item) -> Poll.ready(item == null ? null : Items.made(mapper.apply(item), "map"));
      case Poll.Pending<T> _ -> Poll.pending();
    };
  }
}
