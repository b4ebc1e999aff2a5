package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// See [Sink#flush] and [Sink#shutdown].
record SinkOperation(Sink<?> sink, Predicate<Context> step) implements Future<@Nullable Void> {
  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    return step.test(cx) ? Poll.ready(null) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.part(sink, sink::describe);
  }
}
