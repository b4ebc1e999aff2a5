package dev.kioto.instrument.recorder;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import java.util.ArrayList;
import java.util.List;

/// Writes down what it is handed.
final class Transcript implements EventSink {
  final List<String> lines = new ArrayList<>();
  final List<ThreadSource> sources = new ArrayList<>();

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

  @Override
  public void levelChanged(RecordLevel level, long atNanos) {
    lines.add("level " + level + " @" + atNanos);
  }

  @Override
  public void source(ThreadSource thread) {
    sources.add(thread);
  }

  @Override
  public void resourceCreated(ResourceView resource, long atNanos) {
    lines.add("resource " + resource.id() + " @" + atNanos);
  }

  @Override
  public void resourceEnded(long resourceId, long atNanos) {
    lines.add("resource end " + resourceId + " @" + atNanos);
  }

  @Override
  public void operationStarted(OperationView operation, long atNanos) {
    lines.add("operation " + operation.id() + " on " + operation.resourceId() + " @" + atNanos);
  }

  @Override
  public void operationPolled(long operationId, boolean ready, long atNanos) {
    lines.add("operation poll " + operationId + " " + ready + " @" + atNanos);
  }

  @Override
  public void operationEnded(long operationId, boolean ready, long atNanos) {
    lines.add("operation end " + operationId + " " + ready + " @" + atNanos);
  }

  @Override
  public void schedulerEvent(SchedulerEvent event, long other, long value, long atNanos) {
    lines.add(event + " " + other + " " + value + " @" + atNanos);
  }
}
