package dev.kioto.instrument;

import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceState;
import dev.kioto.probe.ResourceView;
import org.jspecify.annotations.Nullable;

/// A mutex that is as the test says.
public final class FakeResource implements ResourceView {
  private final long id;
  private volatile ResourceState state = ResourceState.NONE;

  public FakeResource(long id) {
    this.id = id;
  }

  public FakeResource state(ResourceState state) {
    this.state = state;
    return this;
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
    return ResourceKind.SYNC;
  }

  @Override
  public long runtimeId() {
    return 1;
  }

  @Override
  public @Nullable StackTraceElement location() {
    return null;
  }

  @Override
  public ResourceState state() {
    return state;
  }
}
