package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.TaskOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One operation of the file system. The polling thread.
///
/// @param <W> what the work gives
/// @param <T> what is made of it by who polls
final class FsFuture<W extends @Nullable Object, T extends @Nullable Object> implements Future<T> {
  private final Object of;
  private final String what;
  private final PoolWork<W> work;
  private final Function<W, T> finish;

  private FsFuture(Object of, String what, PoolWork<W> work, Function<W, T> finish) {
    this.of = of;
    this.what = what;
    this.work = work;
    this.finish = finish;
  }

  /// @param of what it is done to: the path, for people
  /// @param what the method
  static <W extends @Nullable Object, T extends @Nullable Object> Future<T> of(Object of, String what, Work<W> work,
      Function<W, T> finish) {
    Objects.requireNonNull(of, "path");
    return new FsFuture<>(of, what, new PoolWork<>(work, new TaskOptions(what + " " + of), null), finish);
  }

  static <T extends @Nullable Object> Future<T> of(Object of, String what, Work<T> work) {
    return of(of, what, work, value -> value);
  }

  @Override
  public Poll<T> poll(Context cx) {
    try {
      return work.poll(cx) instanceof Poll.Ready<W>(W value) ? Poll.ready(finish.apply(value)) : Poll.pending();
    } catch (IOException e) {
      throw Failures.of(of, what, e);
    }
  }

  @Override
  public void drop() {
    work.giveUp();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(what + " of " + of);
  }
}
