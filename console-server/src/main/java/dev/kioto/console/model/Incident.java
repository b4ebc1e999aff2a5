package dev.kioto.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a program saw inside itself while it happened, as it is known now. Instants are on the program's clock.
///
/// @param id above 0; no other's in the run
/// @param runtimeId 0 when unknown
/// @param worker its index; -1 when it is about none
/// @param taskId 0 when it is about none
/// @param at when it began
/// @param lengthNanos how long it has lasted, or was
/// @param ongoing whether it goes on
/// @param ownNanos of the length, what the program itself is to blame for, at least about: the process ran, and the thread had a
///     processor or waited
/// @param stoppedNanos of the length, how long the whole process stood still, at most about
/// @param stack what was on the task's stack, the innermost frame first; empty when it was not taken
/// @param explanation of the stack, as a sentence; empty when there is none
/// @param count of timers, of budgets; else 0
/// @param crowded the share of the looks, from 0 to 1, at which others waited to be polled; 0 when that was not looked at
/// @param tasks others that are part of it
/// @param resourceId what is held; 0 for nothing
/// @param text a failure, or a type; empty when there is none
public record Incident(long id, Kind kind, long runtimeId, int worker, long taskId, long at, long lengthNanos,
    boolean ongoing, long ownNanos, long stoppedNanos, List<Frame> stack, String explanation, long count,
    double crowded, List<Long> tasks, long resourceId, String text) {

  /// What it is of.
  public enum Kind {
    /// A poll holds its worker.
    LONG_POLL,
    /// Timers fired late, by the length.
    LATE_TIMER,
    /// No thread of a runtime asked the system about its channels.
    DRIVER_STALL,
    /// A virtual thread waits while it is pinned.
    PINNED,
    /// A task failed, and nobody will learn of it.
    FAILED_UNJOINED,
    /// A task was told to end, and does not.
    CANCEL_STUCK,
    /// A task blocks in place while it holds a resource.
    BLOCK_IN_PLACE_WITH_LOCK,
    /// A task spends its budget again and again.
    BUDGET_EXHAUSTED
  }

  /// One frame of a stack.
  ///
  /// @param className with its package
  /// @param file null when the class file does not name it
  /// @param line null when unknown
  /// @param module null for the unnamed module
  public record Frame(String className, String method, @Nullable String file, @Nullable Integer line,
      @Nullable String module) {
  }

  /// When it was over, or how far it is known.
  public long end() {
    return at + lengthNanos;
  }

  /// The same, of which it is not known any more whether it goes on.
  Incident ended() {
    return ongoing ? new Incident(id, kind, runtimeId, worker, taskId, at, lengthNanos, false, ownNanos, stoppedNanos,
        stack, explanation, count, crowded, tasks, resourceId, text) : this;
  }
}
