package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.FuturesUnordered;
import dev.kioto.future.Poll;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// See [Stream#buffered] and [Stream#bufferedUnordered].
final class Buffered<T, R> extends Adapter<T, R> {
  private final int limit;
  private final Function<? super T, ? extends Future<? extends R>> mapper;
  private final boolean ordered;

  // All: the polling thread. Numbers are those of the items. `early` has the results that came before their turn.
  private final FuturesUnordered<Stream.Indexed<R>> running = new FuturesUnordered<>();
  private final Map<Long, Stream.Indexed<R>> early = new HashMap<>();
  private long started;
  private long given;
  private boolean sourceOver;

  Buffered(Stream<T> source, int limit, Function<? super T, ? extends Future<? extends R>> mapper, boolean ordered) {
    super(source);
    this.limit = Items.atLeastOne(limit, "limit");
    this.mapper = Objects.requireNonNull(mapper, "mapper");
    this.ordered = ordered;
  }

  @Override
  public Poll<@Nullable R> pollNext(Context cx) {
    fill(cx);
    while (true) {
      var due = early.remove(given);
      if (due == null && !running.isEmpty()) {
        if (!(running.next().poll(cx) instanceof Poll.Ready<Stream.Indexed<R>>(var result)) || result == null) {
          return Poll.pending();
        }
        due = result;
      }
      if (due == null) {
        return sourceOver ? Poll.ready(null) : Poll.pending();
      }
      if (!ordered || due.index() == given) {
        given++;
        return Poll.ready(due.value());
      }
      early.put(due.index(), due);
    }
  }

  private void fill(Context cx) {
    while (!sourceOver && running.length() + early.size() < limit
        && Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        sourceOver = true;
      } else {
        start(Items.future(mapper.apply(item), "buffered"));
      }
    }
  }

  private <S extends R> void start(Future<S> future) {
    long index = started++;
    running.push(Futures.map(future, result -> new Stream.Indexed<R>(index, Items.made(result, "buffered"))));
  }

  @Override
  public void close() {
    sourceOver = true;
    early.clear();
    try {
      running.close();
    } finally {
      super.close();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(running.length() + " futures of at most " + limit);
    if (!sourceOver) {
      super.describe(trace);
    }
    if (!running.isEmpty()) {
      trace.future(running.next());
    }
  }
}
