package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import java.util.Objects;

/// A stream that is made of another one.
///
/// @param <S> the type of the items behind
/// @param <T> the type of the items
abstract class Adapter<S, T> implements Stream<T> {
  final Stream<S> source;

  Adapter(Stream<S> source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    Items.describe(trace, source);
  }
}
