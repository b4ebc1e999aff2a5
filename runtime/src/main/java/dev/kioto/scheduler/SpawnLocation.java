package dev.kioto.scheduler;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the frame that called spawn: the first that is not one of the doors to the scheduler.
final class SpawnLocation {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<
      String> DOORS = Set.of("dev.kioto.task.Task", "dev.kioto.task.Spawner", "dev.kioto.task.JoinSet",
          "dev.kioto.task.LocalSet", "dev.kioto.runtime.LocalRuntime",
          "dev.kioto.runtime.Runtime",
          "dev.kioto.runtime.Handle");
  private static final String ORGANS = SpawnLocation.class.getPackageName() + ".";

  private SpawnLocation() {}

  /// The caller's frame, or null when the whole stack is the scheduler's own.
  static @Nullable StackTraceElement capture() {
    return WALKER.walk(
        frames -> frames.filter(SpawnLocation::isUsers).findFirst().map(StackWalker.StackFrame::toStackTraceElement)
            .orElse(null));
  }

  private static boolean isUsers(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return !name.startsWith(ORGANS) && !DOORS.contains(name);
  }
}
