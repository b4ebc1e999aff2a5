package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// Ready once a unit of the budget could be taken.
final class ConsumeBudget implements Future<@Nullable Void> {

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    return cx.takeBudget() ? Poll.ready(null) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("gives way to others");
  }
}
