package dev.kioto.runtime;

import dev.kioto.future.AwaitNode;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskPhase;
import dev.kioto.runtime.Dump.Task;
import dev.kioto.runtime.Dump.Worker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes a dump for somebody who is woken at night to read it: few lines, the worst first.
final class DumpText {
  private static final int MAX_GROUPS = 200; // all three: a guess at what somebody reads
  private static final int MAX_IDS = 5;
  private static final int MAX_FRAMES = 40;

  private final StringBuilder text = new StringBuilder();
  private final Dump dump;

  DumpText(Dump dump) {
    this.dump = dump;
  }

  @Override
  public String toString() {
    text.setLength(0);
    head();
    workers();
    int left = MAX_GROUPS;
    for (var state : List.of(TaskPhase.RUNNING, TaskPhase.SCHEDULED, TaskPhase.IDLE, TaskPhase.UNKNOWN)) {
      left = section(state, left);
    }
    return text.toString();
  }

  private void head() {
    long unknown = dump.tasks().stream().filter(task -> task.spawnLocation() == null).count();
    line(0,
        "Dump of runtime '" + dump.runtime() + "' at " + dump.takenAt() + ": " + count(dump.tasks().size(), "task"));
    if (unknown > 0) {
      line(0, "(" + unknown
          + " without the line that spawned them: build the runtime with spawnLocations(true) to have it)");
    }
  }

  private void workers() {
    line(0, "");
    for (var worker : dump.workers()) {
      line(0, "worker " + worker.index() + " " + lower(worker.state()) + polls(worker));
      for (var poll : worker.handedOverPolls()) {
        line(2,
            "beside it " + poll.threadName() + (poll.stuck() ? " is stuck in" : " blocks in place in") + " the poll of "
                + label(poll.taskId()));
      }
    }
  }

  private String polls(Worker worker) {
    return worker.currentTaskId() == 0 ? ""
        : ", in the poll of " + label(worker.currentTaskId()) + (worker.pinned() ? ", which waits and is pinned," : "")
            + " on " + worker.threadName();
  }

  private String label(long id) {
    return dump.tasks().stream().filter(task -> task.id() == id).findFirst()
        .map(task -> lower(task.kind()) + " task " + label(task)).orElse("task " + id + ", which has ended since");
  }

  private static String label(Task task) {
    return task.name() == null ? String.valueOf(task.id()) : task.id() + " '" + task.name() + "'";
  }

  // Oldest first, as the tasks are: a group stands where its oldest does.
  private int section(TaskPhase state, int maxGroups) {
    var groups = dump.tasks().stream().filter(task -> task.state() == state)
        .collect(Collectors.groupingBy(Place::of, LinkedHashMap::new, Collectors.toList()));
    if (groups.isEmpty()) {
      return maxGroups;
    }
    long tasks = groups.values().stream().mapToLong(List::size).sum();
    line(0, "");
    line(0, state + ": " + count(tasks, "task"));
    int left = maxGroups;
    for (Map.Entry<Place, List<Task>> group : groups.entrySet()) {
      if (left == 0) {
        line(2, "and more, of which there is no room here: see tasks()");
        return 0;
      }
      left--;
      group(group.getValue());
    }
    return left;
  }

  private void group(List<Task> tasks) {
    var oldest = tasks.getFirst();
    line(0, "");
    line(2, count(tasks.size(), lower(oldest.kind()) + " task") + ", " + (tasks.size() == 1 ? "" : "the oldest ")
        + age(oldest.age()) + " old: " + ids(tasks));
    line(4, "is " + oldest.typeName());
    if (oldest.spawnLocation() != null) {
      line(4, "spawned at " + oldest.spawnLocation());
    }
    if (oldest.kind() != TaskKind.FUTURE || !oldest.stack().frames().isEmpty()) {
      line(4, oldest.stack().explanation());
    }
    frames(oldest.stack().frames());
    var awaited = oldest.awaits();
    if (awaited == null) {
      if (oldest.stack().blockedOn() != null) {
        line(4, "parked on " + oldest.stack().blockedOn());
      }
    } else if (oldest.kind() == TaskKind.FUTURE) {
      itself(awaited);
    } else {
      awaits(4, awaited);
    }
  }

  // The root of a future task's tree is its own future, which was named.
  private void itself(AwaitNode future) {
    if (!future.detail().isEmpty()) {
      line(4, "awaits: " + future.detail());
    }
    future.awaits().forEach(inner -> awaits(4, inner));
  }

  private static String ids(List<Task> tasks) {
    String first = tasks.stream().limit(MAX_IDS).map(DumpText::label).collect(Collectors.joining(", "));
    return tasks.size() <= MAX_IDS ? first : first + " and " + (tasks.size() - MAX_IDS) + " more";
  }

  private void frames(List<StackTraceElement> frames) {
    frames.stream().limit(MAX_FRAMES).forEach(frame -> line(6, "at " + frame));
    if (frames.size() > MAX_FRAMES) {
      line(6, "and " + (frames.size() - MAX_FRAMES) + " frames more");
    }
  }

  private void awaits(int indent, AwaitNode node) {
    line(indent, "awaits " + node.type() + (node.detail().isEmpty() ? "" : ": " + node.detail()));
    node.awaits().forEach(inner -> awaits(indent + 2, inner));
  }

  private void line(int indent, String words) {
    text.repeat(' ', words.isEmpty() ? 0 : indent).append(words).append('\n');
  }

  private static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Three digits or so, in the unit that a person would use.
  static String age(Duration age) {
    double seconds = age.toNanos() / 1e9;
    if (seconds < 1) {
      return Math.round(seconds * 1e3) + " ms";
    }
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 7_200 ? Math.round(seconds / 60) + " min"
        : seconds < 172_800 ? Math.round(seconds / 3_600) + " h" : Math.round(seconds / 86_400) + " days";
  }

  /// What tasks have in common that are told of together: the code and where it is, not what it says of itself.
  private record Place(TaskKind kind, String typeName, @Nullable StackTraceElement spawnLocation,
      List<StackTraceElement> frames, String awaits) {
    static Place of(Task task) {
      return new Place(task.kind(), task.typeName(), task.spawnLocation(), task.stack().frames(),
          task.awaits() == null ? "" : shape(task.awaits()));
    }

    private static String shape(AwaitNode node) {
      return node.type() + node.awaits().stream().map(Place::shape).toList();
    }
  }
}
