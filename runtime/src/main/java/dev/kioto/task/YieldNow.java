package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/// Pending once, until the others and the driver have had their turn.
final class YieldNow implements Future<@Nullable Void> {
  private boolean yielded; // the polling thread

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    if (yielded) {
      return Poll.ready(null);
    }
    yielded = true;
    cx.defer();
    return Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("gives way to others");
  }

  @Override
  public @Nullable Void await() {
    Scheduler.yieldThread();
    if (Thread.interrupted()) { // afterwards: a task that was aborted while others had their turn has had its last one
      throw new CancelledException("interrupted while it gave way to others");
    }
    return null;
  }
}
