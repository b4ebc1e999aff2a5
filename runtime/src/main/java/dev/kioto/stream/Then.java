package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Stream#then].
final class Then<T, R> extends Adapter<T, R> {
  private final Function<? super T, ? extends Future<? extends R>> mapper;

  // The polling thread. Stays while the `next()` that polled it is dropped, so that no item is lost.
  private @Nullable Future<? extends R> running;

  Then(Stream<T> source, Function<? super T, ? extends Future<? extends R>> mapper) {
    super(source);
    this.mapper = Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    var future = running;
    if (future == null) {
      if (!(Items.poll(source, cx) instanceof Poll.Ready<T>(var item))) {
        return Poll.pending();
      }
      if (item == null) {
        return Poll.ready(null);
      }
      future = Items.future(mapper.apply(item), "then").intoFuture();
    }
    running = null; // over, if it throws
    if (Items.pollFuture(future, cx) instanceof Poll.Ready<? extends R>(var result)) {
      return Poll.ready(Items.made(result, "then"));
    }
    running = future;
    return Poll.pending();
  }

  @Override
  public void close() {
    var future = running;
    running = null;
    try {
      if (future != null) {
        future.drop();
      }
    } finally {
      super.close();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    var future = running;
    if (future != null) {
      trace.future(future);
    } else {
      super.describe(trace);
    }
  }
}
