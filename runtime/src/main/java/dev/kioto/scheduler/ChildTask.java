package dev.kioto.scheduler;

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
    scheduler.children().forget(continuation);
    finish(null, null, probe);
  }

  @Override
  public String typeName() {
    return "java.lang.VirtualThread";
  }
}
