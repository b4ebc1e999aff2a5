package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// A virtual thread that was started inside a direct task, and so runs on the same scheduler.
final class ChildTask extends VirtualTask<@Nullable Void> {
  private final Runnable continuation;

  ChildTask(Scheduler scheduler, Thread thread, Runnable continuation) {
    super(scheduler, thread.getName().isEmpty() ? TaskOptions.NONE : new TaskOptions(thread.getName()));
    this.continuation = continuation;
    bind(thread);
    bind(continuation);
  }

  @Override
  void end(ThreadProbe probe) {
    var child = thread();
    boolean orphan = child != null && child.isAlive();
    if (!orphan) {
      scheduler.children().forget(continuation);
    }
    finish(null, orphan ? new CancelledException(this + " did not end before its runtime stopped") : null, probe);
  }

  // Known until then, so that its submissions come here and are not taken for the start of another child.
  @Override
  void orphanEnded() {
    scheduler.children().forget(continuation);
  }

  @Override
  public String typeName() {
    return "java.lang.VirtualThread";
  }
}
