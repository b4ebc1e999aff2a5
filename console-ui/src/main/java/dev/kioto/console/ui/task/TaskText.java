package dev.kioto.console.ui.task;

import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.Task;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.parts.Copyable;
import dev.kioto.console.ui.parts.Frames;
import dev.kioto.console.ui.theme.StateLook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes what the detail pane shows of a task, whole.
final class TaskText {
  private TaskText() {}

  /// What is copied of the pane; null when it shows no task.
  static @Nullable Copyable of(TaskViewModel model) {
    var task = model.task().get();
    if (task == null) {
      return null;
    }
    var detail = model.detail().get();
    return Copyable.of(() -> text(model, task), detail == null ? task : detail);
  }

  private static String text(TaskViewModel model, Task task) {
    var text = new StringBuilder(task.name().isEmpty() ? "task" : task.name()).append(" #").append(task.taskId())
        .append('\n');
    line(text, "state", StateLook.word(task.state()));
    line(text, "kind", task.kind());
    line(text, "of", task.target());
    line(text, "spawned at", task.location());
    line(text, "spawned", task.createdAt().toString());
    line(text, "ended", text(task.droppedAt()));
    task.warnings().forEach(warning -> line(text, warning.id(), warning.message()));
    var why = model.why().get();
    line(text, "why it waits", why == null ? null : why.sentence());
    line(text, "total", Durations.text(task.totalNanos()));
    line(text, "busy", share(task.busyNanos(), task));
    line(text, "scheduled", share(task.scheduledNanos(), task));
    line(text, "idle", share(task.idleNanos(), task));
    line(text, "polls", Counts.text(task.polls()));
    line(text, "wakes", Counts.text(task.wakes()) + ", of these " + Counts.text(task.selfWakes()) + " by itself");
    line(text, "wakers", Counts.text(task.wakerCount()) + " (" + Counts.text(task.wakerClones()) + " clones, "
        + Counts.text(task.wakerDrops()) + " drops)");
    line(text, "last woken", text(task.lastWakeAt()));
    var detail = model.detail().get();
    line(text, "poll time", detail == null ? null : percentiles(detail.pollTimes()));
    line(text, "scheduled time", detail == null ? null : percentiles(detail.scheduledTimes()));
    task.fields().forEach((name, value) -> line(text, name, value));
    var stack = model.stack().get();
    if (stack != null) {
      line(text, "stack", stack.explanation());
      stack.frames().forEach(frame -> text.append("\tat ").append(Frames.full(frame)).append('\n'));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private static String share(long nanos, Task task) {
    return Durations.text(nanos) + " (" + Counts.share(nanos, task.totalNanos()) + ')';
  }

  private static @Nullable String percentiles(@Nullable Histogram histogram) {
    return histogram == null || histogram.count() == 0 ? null
        : "p50 " + Durations.text(histogram.p50Nanos()) + ", p90 " + Durations.text(histogram.p90Nanos()) + ", p99 "
            + Durations.text(histogram.p99Nanos()) + ", max " + Durations.text(histogram.maxNanos()) + " of "
            + Counts.text(histogram.count());
  }
}
