package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes items up to the first for which a test holds. It does not own the stream. See [Stream#any] and [Stream#all].
///
/// @param found the value when there is such an item; the opposite when there is none
record Search<T>(Stream<T> source, Predicate<? super T> test, boolean found) implements Future<Boolean> {
  Search {
    Objects.requireNonNull(test, "test");
  }

  @Override
  public Poll<Boolean> poll(Context cx) {
    while (Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        return Poll.ready(!found);
      }
      if (test.test(item)) {
        return Poll.ready(found);
      }
    }
    return Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    Items.describe(trace, source);
  }
}
