package dev.kioto.resource;

import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceState;
import dev.kioto.probe.ResourceView;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One resource as an observed runtime knows it. It does not keep alive what it stands for, and ends with it at the latest. Any
/// thread.
public final class Resource extends Reaper.Mark<Object> implements ResourceView {
  private static final AtomicLong NEXT_ID = new AtomicLong(1);
  private static final VarHandle ENDED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "ended",
      VarHandle.class, Resource.class, boolean.class);

  private final long id = NEXT_ID.getAndIncrement();
  private final ResourceType<Object> type;
  private final Registry registry;
  private final @Nullable StackTraceElement location;
  private final long parentId;

  // By CAS, once: by the owner's close, or by the thread that clears up after the garbage collector.
  private volatile boolean ended;

  @SuppressWarnings("unchecked") // the describer is only given `self`
  private <S> Resource(ResourceType<? super S> type, S self, Registry registry, @Nullable StackTraceElement location,
      long parentId) {
    super(self);
    this.type = (ResourceType<Object>) type;
    this.registry = registry;
    this.location = location;
    this.parentId = parentId;
  }

  /// Tells the runtime of the calling thread of a resource: for those that are made and used once. Others have an [Observed].
  ///
  /// @return null when nobody observes that runtime
  public static <S> @Nullable Resource open(ResourceType<? super S> type, S self) {
    var registry = ResourceHost.isObserving() ? ResourceHost.get().registry() : null;
    return registry == null ? null : make(type, self, registry, null, 0).told();
  }

  static <S> Resource make(ResourceType<? super S> type, S self, Registry registry,
      @Nullable StackTraceElement location, long parentId) {
    return new Resource(type, self, registry, location, parentId);
  }

  /// Tells the probe that this exists.
  Resource told() {
    registry.add(this);
    registry.probe().resourceCreated(this);
    return this;
  }

  /// The resource is over. Doing it again does nothing.
  public void end() {
    if (ENDED.compareAndSet(this, false, true)) {
      clear();
      registry.remove(this);
      registry.probe().resourceEnded(id);
    }
  }

  @Override
  protected void reaped() {
    end();
  }

  Registry registry() {
    return registry;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String type() {
    return type.name();
  }

  @Override
  public ResourceKind kind() {
    return type.kind();
  }

  @Override
  public long runtimeId() {
    return registry.runtimeId();
  }

  @Override
  public long parentId() {
    return parentId;
  }

  @Override
  public @Nullable StackTraceElement location() {
    return location;
  }

  @Override
  public boolean isOver() {
    return ended;
  }

  @Override
  public ResourceState state() {
    Object self = get();
    if (self == null) {
      return ResourceState.NONE;
    }
    var attributes = new Attributes();
    type.describer().accept(self, attributes);
    return attributes.state();
  }

  @Override
  public String toString() {
    return type.name() + " " + id;
  }
}
