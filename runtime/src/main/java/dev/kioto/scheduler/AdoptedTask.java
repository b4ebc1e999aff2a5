package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// A virtual thread that the program made by the JDK's means, and that runs on this scheduler: because it was started inside
/// a task, or because the [SchedulerHook] gave it to the program's runtime. It becomes a task when it starts.
final class AdoptedTask extends VirtualTask<@Nullable Void> {
  private final Runnable continuation;
  private final String typeName;
  private final @Nullable Children book;
  private @Nullable Throwable thrown; // the task's own thread until it ends, then the worker that mounted it last

  /// @param typeName what to call the code
  /// @param book where the thread is known by its continuation, or null when its executor is its own
  AdoptedTask(Scheduler scheduler, Thread thread, Runnable continuation, String typeName, @Nullable Children book) {
    super(scheduler, thread.getName().isEmpty() ? TaskOptions.NONE : new TaskOptions(thread.getName()));
    this.continuation = continuation;
    this.typeName = typeName;
    this.book = book;
    bind(thread);
    bind(continuation);
  }

  /// The thread ends by an exception. The thread.
  void threw(Throwable e) {
    thrown = e;
  }

  @Override
  void end(ThreadProbe probe) {
    var adopted = thread();
    boolean orphan = adopted != null && adopted.isAlive();
    if (!orphan) {
      forget();
    }
    finish(null, orphan ? new CancelledException(this + " did not end before its runtime stopped") : thrown, probe);
  }

  // Known until then, so that its submissions come here and are not taken for the start of another child.
  @Override
  void orphanEnded() {
    forget();
  }

  private void forget() {
    if (book != null) {
      book.forget(continuation);
    }
  }

  @Override
  public String typeName() {
    return typeName;
  }
}
