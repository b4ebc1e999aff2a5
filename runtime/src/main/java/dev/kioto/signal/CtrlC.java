package dev.kioto.signal;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// See [Signals#ctrlC]. The polling thread.
final class CtrlC implements Future<@Nullable Void> {
  private @Nullable Signals signals; // from the first poll
  private @Nullable Future<SignalKind> next;

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    if (next == null) {
      signals = Signals.of(SignalKind.INTERRUPT);
      next = signals.recv();
    }
    boolean over = true;
    try {
      over = next.poll(cx).isReady();
      return over ? Poll.ready(null) : Poll.pending();
    } finally {
      if (over) {
        close();
      }
    }
  }

  private void close() {
    if (signals != null) {
      signals.close();
    }
  }

  @Override
  public void drop() {
    if (next != null) {
      next.drop();
    }
    close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("Ctrl-C");
  }
}
