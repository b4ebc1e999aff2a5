package dev.kioto.console.ui;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages of the API for tests.
public final class Fixtures {
  /// The instant of every number.
  public static final Instant NOW = Instant.parse("2026-03-01T10:42:07.318Z");

  private Fixtures() {}

  /// An idle task.
  public static Task task(long id) {
    return task(id, 5);
  }

  /// An idle task that was polled so many times.
  public static Task task(long id, long polls) {
    return new Task(String.valueOf(id), String.valueOf(id), null, "task-" + id, "future", TaskState.IDLE,
        NOW.minusSeconds(1),
        null, 1_000_000_000, 1_000_000, 1_000, 998_999_000, polls, 4, 1, 2, 1, 1, NOW, NOW, NOW, "Main.java:1", "main",
        Map.of(), List.of());
  }

  /// An idle task that another one has spawned.
  public static Task child(String id, @Nullable String parent, String name) {
    return new Task(id, id, parent, name, "future", TaskState.IDLE, NOW.minusSeconds(1), null, 1_000_000_000, 1_000_000,
        1_000, 998_999_000, 5, 4, 1, 2, 1, 1, NOW, NOW, NOW, "Main.java:1", "main", Map.of(), List.of());
  }

  /// A window of tasks whose ids are their places plus 1.
  public static Window window(int matched, int offset, int rows) {
    var tasks = new ArrayList<Task>();
    for (int i = offset; i < Math.min(offset + rows, matched); i++) {
      tasks.add(task(i + 1));
    }
    return new Window(NOW, matched, matched, offset, tasks);
  }

  /// A target.
  public static Target target(String id, TargetState state) {
    return target(id, state, null, "run-1", 0, new TaskCounts(10, 1, 2, 3, 4));
  }

  /// A target.
  public static Target target(String id, TargetState state, @Nullable String error, String runId, long dropped,
      TaskCounts counts) {
    return new Target(id, "127.0.0.1:666" + id, "demo-" + id, state, error, runId, 1L, "VM", "0.1", TargetKind.KIOTO,
        List.of(Capability.TASK_STACKS, Capability.WORKERS), NOW, NOW, dropped, counts, null, null);
  }

  /// The same target with a recorder.
  public static Target recording(Target target, Recorder recorder) {
    return new Target(target.id(), target.address(), target.name(), target.state(), target.error(), target.runId(),
        target.pid(), target.platform(), target.version(), target.kind(), target.capabilities(), target.startedAt(),
        target.attachedAt(), target.droppedEvents(), target.tasks(), recorder, null);
  }

  /// The same target as a recording.
  public static Target playing(Target target, Playback playback) {
    return new Target(target.id(), target.address(), target.name(), target.state(), target.error(), target.runId(),
        target.pid(), target.platform(), target.version(), target.kind(), target.capabilities(), target.startedAt(),
        target.attachedAt(), target.droppedEvents(), target.tasks(), target.recorder(), playback);
  }

  /// A recorder at a level.
  public static Recorder recorder(Recorder.Level level, @Nullable String loweredBecause, long dropped) {
    return new Recorder(level, Recorder.Level.TASKS, loweredBecause, loweredBecause == null ? 0 : 1, dropped, 123_456,
        41_234, 0.042, 0.25, 7_340_000, 405, 1);
  }
}
