package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// All items of a stream to a sink. It asks for an item when there is room for it, and so never holds one. See [Stream#forward],
/// where it owns both, and [Sink#sendAll].
final class Forward<T> implements Future<@Nullable Void> {
  private final Stream<? extends T> source;
  private final Sink<T> sink;
  private final boolean owner;

  private boolean sourceOver; // the polling thread

  Forward(Stream<? extends T> source, Sink<T> sink, boolean owner) {
    this.source = source;
    this.sink = sink;
    this.owner = owner;
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    boolean over = true;
    try {
      over = step(cx);
      return over ? Poll.ready(null) : Poll.pending();
    } finally {
      if (over) {
        end();
      }
    }
  }

  private boolean step(Context cx) {
    while (!sourceOver) {
      if (!sink.pollReady(cx)) {
        return false;
      }
      if (!(Items.poll(source, cx) instanceof Poll.Ready(var item))) {
        sink.pollFlush(cx);
        return false;
      }
      if (item == null) {
        sourceOver = true;
      } else {
        sink.startSend(item);
      }
    }
    return owner ? sink.pollShutdown(cx) : sink.pollFlush(cx);
  }

  private void end() {
    if (owner) {
      source.close();
    }
  }

  @Override
  public void drop() {
    end();
  }

  @Override
  public void describe(AwaitTrace trace) {
    if (!sourceOver) {
      Items.describe(trace, source);
    }
    trace.part(sink, sink::describe);
  }
}
