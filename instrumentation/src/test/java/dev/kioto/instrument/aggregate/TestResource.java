package dev.kioto.instrument.aggregate;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceState;
import dev.kioto.probe.ResourceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A resource that is what the test says.
final class TestResource implements ResourceView {
  private final long id;
  ResourceKind kind = ResourceKind.SYNC;
  ResourceState state = new ResourceState(List.of(new Attribute("locked", false, "")), List.of());
  @Nullable RuntimeException failure;
  boolean over;
  private long parent;

  TestResource(long id) {
    this.id = id;
  }

  TestResource kind(ResourceKind kind) {
    this.kind = kind;
    return this;
  }

  TestResource partOf(long id) {
    parent = id;
    return this;
  }

  /// Locked by a task, or by nobody when it is 0.
  void lockedBy(long task) {
    state = new ResourceState(List.of(new Attribute("locked", task != 0, "")), task == 0 ? List.of() : List.of(task));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String type() {
    return "Mutex";
  }

  @Override
  public ResourceKind kind() {
    return kind;
  }

  @Override
  public long runtimeId() {
    return 1;
  }

  @Override
  public long parentId() {
    return parent;
  }

  @Override
  public @Nullable StackTraceElement location() {
    return null;
  }

  @Override
  public ResourceState state() {
    if (failure != null) {
      throw failure;
    }
    return state;
  }

  @Override
  public boolean isOver() {
    return over;
  }
}
