package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All items of a stream taken together. It owns the stream. See [Stream#fold] and [Stream#collect].
///
/// @param <T> the type of the items
/// @param <A> the type of what is gathered
/// @param <R> the type of the value
final class Fold<T, A extends @Nullable Object, R extends @Nullable Object> implements Future<R> {
  private final Stream<T> source;
  private final BiFunction<? super A, ? super T, ? extends A> step;
  private final Function<? super A, ? extends R> finisher;

  private A gathered; // the polling thread

  Fold(Stream<T> source, A initial, BiFunction<? super A, ? super T, ? extends A> step,
      Function<? super A, ? extends R> finisher) {
    this.source = source;
    this.gathered = initial;
    this.step = Objects.requireNonNull(step, "step");
    this.finisher = Objects.requireNonNull(finisher, "finisher");
  }

  @Override
  public Poll<R> poll(Context cx) {
    boolean over = true;
    try {
      while (Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
        if (item == null) {
          return Poll.ready(finisher.apply(gathered));
        }
        gathered = step.apply(gathered, item);
      }
      over = false;
      return Poll.pending();
    } finally {
      if (over) {
        source.close();
      }
    }
  }

  @Override
  public void drop() {
    source.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    Items.describe(trace, source);
  }
}
