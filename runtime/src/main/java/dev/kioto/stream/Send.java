package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Sink#feed] and [Sink#send].
final class Send<T> implements Future<@Nullable Void> {
  private final Sink<T> sink;
  private final boolean flushes;

  private @Nullable T item; // the polling thread; null when it has been given

  Send(Sink<T> sink, T item, boolean flushes) {
    this.sink = sink;
    this.item = Objects.requireNonNull(item, "item");
    this.flushes = flushes;
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    T given = item;
    if (given != null) {
      if (!sink.pollReady(cx)) {
        return Poll.pending();
      }
      item = null;
      sink.startSend(given);
    }
    return !flushes || sink.pollFlush(cx) ? Poll.ready(null) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(item == null ? "its item has been given, and is flushed" : "waits for room");
    trace.part(sink, sink::describe);
  }
}
