package dev.kioto.scheduler;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the frame that called spawn, started a thread, or made a resource: the first that is neither one of the doors to the
/// scheduler nor the JDK's.
final class SpawnLocation {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<
      String> DOORS = Set.of("dev.kioto.task.Task", "dev.kioto.task.Spawner", "dev.kioto.task.JoinSet",
          "dev.kioto.task.LocalSet", "dev.kioto.runtime.LocalRuntime",
          "dev.kioto.runtime.Runtime",
          "dev.kioto.runtime.Handle", "dev.kioto.runtime.ProgramAgent");
  private static final List<String> ORGANS = List.of("dev.kioto.scheduler.", "dev.kioto.resource.", "dev.kioto.sync.",
      "dev.kioto.time.", "dev.kioto.stream.");

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private SpawnLocation() {}

  /// The caller's frame, or null when the whole stack is the scheduler's own. The JDK's frames are passed over, as they
  /// are between a program that starts a virtual thread and the thread's first submission; where there is nothing but the
  /// JDK's, the nearest one that does more than start threads is taken.
  static @Nullable StackTraceElement capture() {
    return WALKER.walk(frames -> {
      StackWalker.StackFrame nearest = null;
      for (var frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
        String name = frame.getClassName();
        if (DOORS.contains(name) || ORGANS.stream().anyMatch(name::startsWith)) {
          continue;
        }
        if (JDK.stream().noneMatch(name::startsWith)) {
          return frame.toStackTraceElement();
        }
        if (nearest == null && !name.startsWith("java.lang.") && !name.startsWith("java.util.concurrent.")) {
          nearest = frame;
        }
      }
      return nearest == null ? null : nearest.toStackTraceElement();
    });
  }
}
