package dev.kioto.resource;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The part of a resource that knows whether it is observed: a field of each.
///
/// The probe is told of a resource at its first operation inside an observed runtime, and not when it is made: most are made
/// before, and where a runtime is not known. Any thread.
public final class Observed {
  private static final VarHandle RESOURCE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "resource",
      VarHandle.class, Observed.class, Resource.class);

  private final ResourceType<?> type;
  private final @Nullable StackTraceElement location;

  // By CAS from null, once.
  private volatile @Nullable Resource resource;

  private Observed(ResourceType<?> type, @Nullable StackTraceElement location) {
    this.type = type;
    this.location = location;
  }

  /// For a resource that is being made by the caller, whose frame is taken when its runtime is observed.
  public static Observed of(ResourceType<?> type) {
    var registry = ResourceHost.isObserving() ? ResourceHost.get().registry() : null;
    return new Observed(type, registry == null ? null : registry.location());
  }

  /// Whether anybody may be interested: spares what only an observer asks for.
  public static boolean isPossible() {
    return ResourceHost.isObserving();
  }

  /// What the probe knows the resource as.
  ///
  /// @param self the resource that this is a field of
  /// @return null when no observed runtime has used it
  public @Nullable Resource resource(Object self) {
    return resource(self, Whole.NONE);
  }

  /// The same for one that is a part of another.
  ///
  /// @param whole asked when this is told of, so that the other one is told of before
  @SuppressWarnings("unchecked") // `type` is that of the class of `self`
  public @Nullable Resource resource(Object self, Whole whole) {
    var known = resource;
    if (known != null || !ResourceHost.isObserving()) {
      return known;
    }
    var registry = ResourceHost.get().registry();
    if (registry == null) {
      return null;
    }
    var parent = whole.resource();
    var made = Resource.make((ResourceType<Object>) type, self, registry, location, parent == null ? 0 : parent.id());
    return RESOURCE.compareAndSet(this, (Resource) null, made) ? made.told() : resource;
  }

  /// The resource is over, which need not be told when it ends by becoming garbage. Doing it again does nothing.
  public void close() {
    var known = resource;
    if (known != null) {
      known.end();
    }
  }

  /// What a resource may be a part of.
  @FunctionalInterface
  public interface Whole {
    /// Nothing.
    Whole NONE = () -> null;

    /// What the probe knows it as, null when it does not.
    @Nullable Resource resource();
  }
}
