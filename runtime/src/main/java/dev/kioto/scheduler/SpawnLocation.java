package dev.kioto.scheduler;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the frame that called spawn, started a thread, or made a resource: the first that is neither one of the doors to the
/// scheduler nor the JDK's.
final class SpawnLocation {
  // Frames are fetched so many at a time: the spawning one is nearly always among the first, and each that is fetched costs.
  private static final int FRAMES = 8;
  private static final StackWalker WALKER = StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE), FRAMES);

  private static final Set<
      String> DOORS = Set.of("dev.kioto.task.Task", "dev.kioto.task.Spawner", "dev.kioto.task.JoinSet",
          "dev.kioto.task.LocalSet", "dev.kioto.runtime.LocalRuntime", "dev.kioto.runtime.Runtime",
          "dev.kioto.runtime.Handle",
          "dev.kioto.runtime.ProgramAgent");
  private static final List<String> ORGANS = List.of("dev.kioto.scheduler.", "dev.kioto.resource.", "dev.kioto.sync.",
      "dev.kioto.time.", "dev.kioto.stream.");
  private static final List<String> STARTERS = List.of("java.lang.", "java.util.concurrent.");
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private static final ClassValue<Owner> OWNERS = new ClassValue<>() {
    @Override
    protected Owner computeValue(Class<?> type) {
      String name = type.getName();
      if (DOORS.contains(name) || startsWith(name, ORGANS)) return Owner.SCHEDULER;
      if (startsWith(name, STARTERS)) return Owner.STARTER;
      return startsWith(name, JDK) ? Owner.JDK : Owner.PROGRAM;
    }
  };

  private SpawnLocation() {}

  private enum Owner {
    SCHEDULER, STARTER, JDK, PROGRAM
  }

  private static boolean startsWith(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }

  /// The caller's frame, or null when the whole stack is the scheduler's own. The JDK's frames are passed over, as they
  /// are between a program that starts a virtual thread and the thread's first submission; where there is nothing but the
  /// JDK's, the nearest one that does more than start threads is taken.
  static @Nullable StackTraceElement capture() {
    return WALKER.walk(SpawnLocation::find);
  }

  private static @Nullable StackTraceElement find(Stream<StackFrame> stack) {
    StackFrame nearest = null;
    for (Iterator<StackFrame> frames = stack.iterator(); frames.hasNext();) {
      var frame = frames.next();
      switch (OWNERS.get(frame.getDeclaringClass())) {
        case PROGRAM -> {
          return frame.toStackTraceElement();
        }
        case JDK -> nearest = nearest == null ? frame : nearest;
        case SCHEDULER, STARTER -> {
          // Another one called it.
        }
      }
    }
    return nearest == null ? null : nearest.toStackTraceElement();
  }
}
