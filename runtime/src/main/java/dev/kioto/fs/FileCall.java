package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call of the system on an open file, when what was under way is over. The polling thread.
///
/// @param <W> what the call gives
/// @param <T> what is made of it by who polls
final class FileCall<W extends @Nullable Object, T extends @Nullable Object> extends Operation<T> {
  private final File file;
  private final String what;
  private final boolean rewinds;
  private final Work<W> work;
  private final Function<W, T> finish;
  private @Nullable FileJob<W> job; // null before there is one, and between two pieces

  /// @param what the method
  /// @param rewinds whether the channel is to be where the file is
  FileCall(File file, String what, boolean rewinds, Work<W> work, Function<W, T> finish) {
    this.file = file;
    this.what = what;
    this.rewinds = rewinds;
    this.work = work;
    this.finish = finish;
  }

  @Override
  protected String source() {
    return "File::" + what;
  }

  @Override
  protected @Nullable Resource resource() {
    return file.resource();
  }

  @Override
  protected Poll<T> step(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    while (true) {
      var running = job;
      if (running == null) {
        file.checkOpen(what);
        running = file.state().tryBegin(cx, what, rewinds, work);
        job = running;
      }
      if (running == null || !running.pollOver(cx)) {
        cx.restoreBudget();
        return Poll.pending();
      }
      job = null;
      if (file.state().end(what, running) instanceof Poll.Ready<W>(W answer)) {
        return Poll.ready(finish.apply(answer));
      }
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(what + " of " + file);
  }
}
