package dev.kioto.instrument;

import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskKind;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import org.jspecify.annotations.Nullable;

/// A task that is what the test says.
public class FakeTask implements TaskView {
  private final long id;
  private TaskKind kind = TaskKind.FUTURE;
  private @Nullable String name;
  private long parentId;
  private @Nullable StackTraceElement location;
  private StackSample stack = StackSample.none("The task has no stack.");
  private volatile TaskPhase phase = TaskPhase.UNKNOWN;
  private long spawnedAt;

  public FakeTask(long id) {
    this.id = id;
  }

  public FakeTask kind(TaskKind kind) {
    this.kind = kind;
    return this;
  }

  public FakeTask name(String name) {
    this.name = name;
    return this;
  }

  public FakeTask parent(long parentId) {
    this.parentId = parentId;
    return this;
  }

  public FakeTask location(StackTraceElement location) {
    this.location = location;
    return this;
  }

  public FakeTask stack(StackSample stack) {
    this.stack = stack;
    return this;
  }

  public FakeTask phase(TaskPhase phase) {
    this.phase = phase;
    return this;
  }

  public FakeTask spawnedAt(long nanos) {
    spawnedAt = nanos;
    return this;
  }

  @Override
  public long spawnedAtNanos() {
    return spawnedAt;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public TaskKind kind() {
    return kind;
  }

  @Override
  public @Nullable String name() {
    return name;
  }

  @Override
  public long parentId() {
    return parentId;
  }

  @Override
  public long runtimeId() {
    return 1;
  }

  @Override
  public @Nullable StackTraceElement spawnLocation() {
    return location;
  }

  @Override
  public String typeName() {
    return "dev.example.Job";
  }

  @Override
  public TaskPhase phase() {
    return phase;
  }

  @Override
  public StackSample stack() {
    return stack;
  }
}
