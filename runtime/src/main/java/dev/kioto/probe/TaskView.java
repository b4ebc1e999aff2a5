package dev.kioto.probe;

import dev.kioto.future.AwaitNode;
import org.jspecify.annotations.Nullable;

/// What an observer may read of a task, from any thread, at any time, without stopping it.
public interface TaskView {

  /// Above 0 and unique in the process, also across runtimes; never used again.
  long id();

  TaskKind kind();

  /// The name given at the spawn, or null when none was.
  @Nullable String name();

  /// The task inside whose poll this one was spawned, 0 when there was none.
  long parentId();

  /// The runtime the task belongs to, as in [RuntimeView#id].
  long runtimeId();

  /// The frame that called spawn, or null when it was not taken.
  @Nullable StackTraceElement spawnLocation();

  /// The type of the code that the task runs: the class of its future or of its body. Never empty.
  String typeName();

  /// Where the task is now. Cheap: an observer that had to drop events asks it of every living task, to find out what it
  /// missed. Once [TaskPhase#ENDED], always so.
  default TaskPhase phase() {
    return TaskPhase.UNKNOWN;
  }

  /// About when it was spawned, by [System#nanoTime], for an observer that was not told. Costs a search.
  default long spawnedAtNanos() {
    return System.nanoTime();
  }

  /// What the task waits for, as far as futures tell: the tree of what its future polls, or of what its code awaits. Of about
  /// now.
  ///
  /// @return null when it has ended, has not begun, or waits in no future
  default @Nullable AwaitNode awaits() {
    return null;
  }

  /// A sample of the task's stack. Costs a stack walk of a thread, which may have to be brought to a safepoint for it:
  /// for one task on demand, not for all of them each second.
  StackSample stack();

  /// Asks the task to end before its time, as its join handle would.
  default AbortAnswer requestAbort() {
    return AbortAnswer.IMPOSSIBLE;
  }
}
