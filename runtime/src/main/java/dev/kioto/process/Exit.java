package dev.kioto.process;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// Waits for the end of a child. The polling thread.
final class Exit implements Future<ExitStatus> {
  private final Object child;
  private final Runnable closeUnused;
  private final ExitCell cell;

  @Nullable Waker waker; // guarded by the lock of the cell; null when it is in no list

  /// @param child for people
  /// @param closeUnused run before each look
  Exit(Object child, Runnable closeUnused, ExitCell cell) {
    this.child = child;
    this.closeUnused = closeUnused;
    this.cell = cell;
  }

  @Override
  public Poll<ExitStatus> poll(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    closeUnused.run();
    var status = cell.poll(this, cx.waker());
    if (status == null) {
      cx.restoreBudget();
      return Poll.pending();
    }
    return Poll.ready(status);
  }

  @Override
  public void drop() {
    cell.forget(this);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the end of " + child);
  }
}
