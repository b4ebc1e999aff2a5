package dev.kioto.instrument;

import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.StateAttribute;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Resources and operations as a client of Kioto's own protocol sees them, and each break of what its comments promise.
final class ResourceModel implements StreamObserver<ResourcesUpdate> {
  final Map<Long, Resource> resources = new ConcurrentHashMap<>();
  final Map<Long, Operation> operations = new ConcurrentHashMap<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final AtomicInteger updates = new AtomicInteger();
  volatile long dropped;
  volatile @Nullable Throwable error;

  @Override
  public void onNext(ResourcesUpdate update) {
    check(update.getSerializedSize() < StrictModel.MAX_MESSAGE_BYTES, "a message that is too large");
    check(update.hasNow(), "an update without its instant");
    for (var resource : update.getResourcesList()) {
      check(resource.getId() != 0 && !resource.getType().isEmpty() && resource.getKindValue() != 0
          && resource.hasCreatedAt(), "an incomplete resource: " + resource);
      check(resource.getWaitersList().stream().distinct().count() == resource.getWaitersCount(),
          "a waiter twice: " + resource);
      resources.put(resource.getId(), resource);
    }
    for (var operation : update.getOperationsList()) {
      check(operation.getId() != 0 && !operation.getSource().isEmpty() && operation.hasCreatedAt(),
          "an incomplete operation: " + operation);
      check(resources.containsKey(operation.getResourceId()), "an operation before its resource: " + operation);
      operations.put(operation.getId(), operation);
    }
    dropped = update.getDroppedEvents();
    updates.incrementAndGet();
  }

  private void check(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }

  /// The living resources of a type, in the order of their ids.
  List<Resource> living(String type) {
    return resources.values().stream().filter(r -> r.getType().equals(type) && !r.hasEndedAt())
        .sorted((a, b) -> Long.compare(a.getId(), b.getId())).toList();
  }

  /// The one living resource of a type, or null when there is not exactly one.
  @Nullable Resource only(String type) {
    var all = living(type);
    return all.size() == 1 ? all.get(0) : null;
  }

  /// An attribute of a resource with its unit, as text; empty when it has none of the name.
  static String attribute(Resource resource, String name) {
    return resource.getAttributesList().stream().filter(a -> a.getName().equals(name)).findFirst()
        .map(ResourceModel::text).orElse("");
  }

  private static String text(StateAttribute attribute) {
    return switch (attribute.getValueCase()) {
      case NUMBER -> attribute.getNumber() + attribute.getUnit();
      case FLAG -> Boolean.toString(attribute.getFlag());
      case TEXT -> attribute.getText();
      case VALUE_NOT_SET -> "nothing";
    };
  }

  @Override
  public void onError(Throwable error) {
    this.error = error;
  }

  @Override
  public void onCompleted() {}
}
