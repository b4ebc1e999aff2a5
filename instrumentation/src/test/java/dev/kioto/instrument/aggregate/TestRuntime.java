package dev.kioto.instrument.aggregate;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.WorkerView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A runtime that has what the test says.
final class TestRuntime implements RuntimeView {
  final List<TaskView> tasks = new CopyOnWriteArrayList<>();
  final List<ResourceView> resources = new CopyOnWriteArrayList<>();
  final List<OperationView> operations = new CopyOnWriteArrayList<>();
  /// How often it was asked for its tasks.
  final AtomicInteger asked = new AtomicInteger();

  @Override
  public long id() {
    return 1;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public List<? extends WorkerView> workers() {
    return List.of();
  }

  @Override
  public int globalQueueDepth() {
    return 0;
  }

  @Override
  public long aliveTasks() {
    return tasks.size();
  }

  @Override
  public List<? extends TaskView> tasks() {
    asked.incrementAndGet();
    return tasks;
  }

  @Override
  public List<? extends ResourceView> resources() {
    return resources;
  }

  @Override
  public List<? extends OperationView> waitingOperations() {
    return operations;
  }
}
