package dev.kioto.instrument.recorder;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it is handed.
final class Transcript implements EventSink {
  final List<String> lines = new ArrayList<>();

  @Override
  public void spawned(TaskView task, long atNanos) {
    lines.add("spawn " + task.id() + " @" + atNanos);
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    lines
        .add("poll " + taskId + " " + scheduledAtNanos + " " + startNanos + ".." + endNanos + " wakers " + wakersTaken);
  }

  @Override
  public void woken(long taskId, long wakerTaskId, long atNanos) {
    lines.add("wake " + taskId + " by " + wakerTaskId + " @" + atNanos);
  }

  @Override
  public void ended(long taskId, TaskOutcome outcome, long atNanos) {
    lines.add("end " + taskId + " " + outcome + " @" + atNanos);
  }
}
