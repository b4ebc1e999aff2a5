package dev.kioto.process;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Spawns a child at its first poll, owns it, and closes it when it is over. The polling thread.
///
/// @param <T> the type of what is waited for
final class Run<T> implements Future<T> {
  private final Command command;
  private final Function<Child, Future<T>> what;

  // Both from the first poll.
  private @Nullable Child child;
  private @Nullable Future<T> waiting;

  Run(Command command, Function<Child, Future<T>> what) {
    this.command = command;
    this.what = what;
  }

  @Override
  public Poll<T> poll(Context cx) {
    var started = child;
    if (started == null) {
      started = command.spawn();
      child = started;
    }
    boolean over = true;
    try {
      if (waiting == null) {
        waiting = what.apply(started);
      }
      var poll = waiting.poll(cx);
      over = poll.isReady();
      return poll;
    } finally {
      if (over) {
        started.close();
      }
    }
  }

  @Override
  public void drop() {
    try {
      if (waiting != null) {
        waiting.drop();
      }
    } finally {
      if (child != null) {
        child.close();
      }
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    if (waiting == null) {
      trace.detail(command + ", not started yet");
    } else {
      trace.future(waiting);
    }
  }
}
