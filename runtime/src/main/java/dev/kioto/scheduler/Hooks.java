package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Code of the user that a runtime calls at certain moments; a null is a moment of no interest.
///
/// What a hook throws goes to the uncaught exception handler of the thread that called it, and changes nothing else.
///
/// @param threadStart a thread of the runtime has started
/// @param threadStop a thread of the runtime is about to end
/// @param threadPark a worker is about to sleep; it does not when the hook made it work
/// @param threadUnpark a worker has woken up
/// @param taskSpawn a task was spawned, on the thread that spawns
/// @param taskTerminate a task has ended
/// @param beforePoll a task is about to be polled, after it was runnable for so many nanoseconds, or [PollClock#UNKNOWN]
/// @param afterPoll a task was polled; the number is that of before its poll
public record Hooks(
    @Nullable Runnable threadStart,
    @Nullable Runnable threadStop,
    @Nullable Runnable threadPark,
    @Nullable Runnable threadUnpark,
    @Nullable Consumer<TaskCell<?>> taskSpawn,
    @Nullable Consumer<TaskCell<?>> taskTerminate,
    @Nullable ObjLongConsumer<TaskCell<?>> beforePoll,
    @Nullable ObjLongConsumer<TaskCell<?>> afterPoll) {

  /// No hook at all.
  public static final Hooks NONE = new Hooks(null, null, null, null, null, null, null, null);

  boolean observesTasks() {
    return taskSpawn != null || taskTerminate != null || beforePoll != null || afterPoll != null;
  }

  static void run(@Nullable Runnable hook) {
    if (hook != null) {
      try {
        hook.run();
      } catch (Throwable e) {
        Uncaught.report(e);
      }
    }
  }

  static void run(@Nullable Consumer<TaskCell<?>> hook, TaskCell<?> task) {
    if (hook != null) {
      try {
        hook.accept(task);
      } catch (Throwable e) {
        Uncaught.report(e);
      }
    }
  }

  static void run(@Nullable ObjLongConsumer<TaskCell<?>> hook, TaskCell<?> task, long latencyNanos) {
    if (hook != null) {
      try {
        hook.accept(task, latencyNanos);
      } catch (Throwable e) {
        Uncaught.report(e);
      }
    }
  }
}
