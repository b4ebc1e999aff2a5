package dev.kioto.scheduler;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.resource.Registry;
import dev.kioto.resource.ResourceHost;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The resources that an observed runtime has used, and the operations that wait for them. Any thread.
final class Resources implements Registry {
  private final Scheduler scheduler;
  private final Set<ResourceView> resources = ConcurrentHashMap.newKeySet();
  private final Set<OperationView> operations = ConcurrentHashMap.newKeySet();

  Resources(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  static void install() {
    ResourceHost.install(new Host());
  }

  private static final class Host extends ResourceHost {
    @Override
    public long taskId() {
      return Current.taskId();
    }

    @Override
    public @Nullable Registry registry() {
      var scheduler = Current.schedulerOrNull();
      return scheduler == null || !scheduler.takesDetails() ? null : scheduler.registry();
    }
  }

  List<ResourceView> all() {
    return List.copyOf(resources);
  }

  List<OperationView> waiting() {
    return List.copyOf(operations);
  }

  @Override
  public long runtimeId() {
    return scheduler.id();
  }

  @Override
  public boolean isWanted() {
    return scheduler.takesDetails();
  }

  @Override
  public ThreadProbe probe() {
    return scheduler.probeOf(Current.core());
  }

  @Override
  public @Nullable StackTraceElement location() {
    return scheduler.takesSpawnLocation() ? SpawnLocation.capture() : null;
  }

  @Override
  public void add(ResourceView resource) {
    resources.add(resource);
  }

  @Override
  public void remove(ResourceView resource) {
    resources.remove(resource);
  }

  @Override
  public void add(OperationView operation) {
    operations.add(operation);
  }

  @Override
  public void remove(OperationView operation) {
    operations.remove(operation);
  }
}
