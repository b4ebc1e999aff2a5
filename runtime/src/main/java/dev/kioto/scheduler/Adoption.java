package dev.kioto.scheduler;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Chooses who schedules a virtual thread that asks for no scheduler. Called in the constructor of each; any thread.
///
/// | who makes the thread | its scheduler |
/// |---|---|
/// | a platform thread | the program's runtime |
/// | a task of a runtime, on a virtual thread | that runtime, as the JDK has threads inherit |
/// | a virtual thread of another scheduler | that scheduler, by the JDK's own rule |
final class Adoption implements BiFunction<Thread, @Nullable Runnable, @Nullable Executor> {
  private final Scheduler program;
  private final AtomicBoolean failed = new AtomicBoolean();

  // Any thread, only ever to true: whether the JDK has asked.
  private volatile boolean asked;

  Adoption(Scheduler program) {
    this.program = program;
  }

  boolean wasAsked() {
    return asked;
  }

  /// @param thread the new thread, whose own constructor has not ended yet
  /// @param code null when the constructor is about to refuse that
  /// @return null to leave the choice to the JDK; else the thread's scheduler, which is also what it is to run
  @Override
  public @Nullable Executor apply(Thread thread, @Nullable Runnable code) {
    if (!asked) {
      asked = true;
    }
    try {
      var scheduler = schedulerForNew();
      return scheduler == null || code == null ? null : new AdoptedThread(scheduler, thread, code);
    } catch (Throwable e) { // the program's own constructor call must not fail by it
      if (failed.compareAndSet(false, true)) {
        report(e);
      }
      return null;
    }
  }

  private @Nullable Scheduler schedulerForNew() {
    if (!Thread.currentThread().isVirtual()) {
      return program;
    }
    var core = Current.core();
    return core == null ? null : core.scheduler();
  }

  // Elsewhere: to print may need more stack or other locks than the program's thread has here.
  private static void report(Throwable e) {
    Thread.ofPlatform().daemon().name("kioto-report").start(() -> System.err.println(
        "kioto: a virtual thread could not be given to the runtime, and went to the JDK's scheduler: " + e
            + ". It is not said again."));
  }
}
