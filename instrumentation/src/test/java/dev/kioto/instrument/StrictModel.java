package dev.kioto.instrument;

import com.google.protobuf.Timestamp;
import dev.kioto.proto.tokio.asyncops.AsyncOp;
import dev.kioto.proto.tokio.asyncops.AsyncOpUpdate;
import dev.kioto.proto.tokio.common.Attribute;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.PollOp;
import dev.kioto.proto.tokio.resources.Resource;
import dev.kioto.proto.tokio.resources.ResourceUpdate;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Tasks, resources and operations as a client of the tokio-console protocol sees them, and each break of what such clients rely
/// on.
final class StrictModel implements StreamObserver<Update> {
  static final int MAX_MESSAGE_BYTES = 4 << 20;

  final Map<Long, Metadata> metadata = new ConcurrentHashMap<>();
  final Map<Long, Task> tasks = new ConcurrentHashMap<>();
  final Map<Long, Stats> stats = new ConcurrentHashMap<>();
  final Map<Long, Resource> resources = new ConcurrentHashMap<>();
  final Map<Long, dev.kioto.proto.tokio.resources.Stats> resourceStats = new ConcurrentHashMap<>();
  final Map<Long, AsyncOp> operations = new ConcurrentHashMap<>();
  final Map<Long, dev.kioto.proto.tokio.asyncops.Stats> operationStats = new ConcurrentHashMap<>();
  final List<PollOp> polls = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final List<Update> updates = new CopyOnWriteArrayList<>();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong droppedOfResources = new AtomicLong(); // and of operations
  volatile @Nullable Throwable error;

  /// The totals of a task that is known.
  Stats statsOf(long id) {
    var known = stats.get(id);
    if (known == null) {
      throw new AssertionError("task " + id + " is not known; known are " + stats.keySet());
    }
    return known;
  }

  Task taskOf(long id) {
    var known = tasks.get(id);
    if (known == null) {
      throw new AssertionError("task " + id + " is not known; known are " + tasks.keySet());
    }
    return known;
  }

  @Override
  public void onNext(Update update) {
    check(update.getSerializedSize() < MAX_MESSAGE_BYTES, "a message of " + update.getSerializedSize() + " bytes");
    check(update.hasNow(), "an update without its instant");
    check(update.hasTaskUpdate() && update.hasResourceUpdate() && update.hasAsyncOpUpdate(),
        "an update without one of its three parts");
    for (var described : update.getNewMetadata().getMetadataList()) {
      check(described.getId().getId() != 0, "metadata with the id 0");
      metadata.put(described.getId().getId(), described.getMetadata());
    }
    var changed = update.getTaskUpdate();
    dropped.addAndGet(changed.getDroppedEvents());
    changed.getNewTasksList().forEach(task -> take(task, changed.getStatsUpdateMap()));
    changed.getStatsUpdateMap().forEach((id, s) -> {
      check(s.hasCreatedAt() && s.hasPollStats(), "stats of task " + id + " without creation or polls");
      check(tasks.containsKey(id), "stats of task " + id + ", which was never introduced");
      var before = stats.put(id, s);
      check(before == null || dropped.get() > 0 || isLater(before, s), "totals of task " + id + " went back");
    });
    takeResources(update.getResourceUpdate());
    takeOperations(update.getAsyncOpUpdate());
    takePolls(update.getResourceUpdate());
    updates.add(update);
  }

  private void takeResources(ResourceUpdate changed) {
    for (var resource : changed.getNewResourcesList()) {
      long id = resource.getId().getId();
      check(id != 0, "a resource with the id 0");
      check(changed.containsStatsUpdate(id), "resource " + id + " came without its stats");
      check(metadata.containsKey(resource.getMetadata().getId()), "resource " + id + " came before its metadata");
      // What the stock client ends by, or skips for ever.
      check(resource.hasKind() && resource.getKind().getKindCase() != Resource.Kind.KindCase.KIND_NOT_SET
          && (!resource.getKind().hasKnown() || resource.getKind().getKnownValue() == 0),
          "resource " + id + " is of no kind");
      check(!resource.getIsInternal(), "resource " + id + " is part of another's works, which are not told of");
      check(!resource.hasParentResourceId() || resources.containsKey(resource.getParentResourceId().getId()),
          "resource " + id + " came before what it is part of");
      resources.put(id, resource);
    }
    changed.getStatsUpdateMap().forEach((id, s) -> {
      var known = resources.get(id);
      check(known != null, "stats of resource " + id + ", which was never introduced");
      check(s.hasCreatedAt(), "stats of resource " + id + " without creation");
      checkAttributes("resource " + id, s.getAttributesList(), known == null ? null : known.getMetadata());
      resourceStats.put(id, s);
    });
    droppedOfResources.addAndGet(changed.getDroppedEvents());
  }

  private void takeOperations(AsyncOpUpdate changed) {
    for (var operation : changed.getNewAsyncOpsList()) {
      long id = operation.getId().getId();
      check(id != 0, "an operation with the id 0");
      check(changed.containsStatsUpdate(id), "operation " + id + " came without its stats");
      check(metadata.containsKey(operation.getMetadata().getId()), "operation " + id + " came before its metadata");
      check(operation.hasResourceId() && resources.containsKey(operation.getResourceId().getId()),
          "operation " + id + " came before its resource");
      operations.put(id, operation);
    }
    changed.getStatsUpdateMap().forEach((id, s) -> {
      var known = operations.get(id);
      check(known != null, "stats of operation " + id + ", which was never introduced");
      check(s.hasCreatedAt() && s.hasPollStats(), "stats of operation " + id + " without creation or polls");
      checkAttributes("operation " + id, s.getAttributesList(), known == null ? null : known.getMetadata());
      operationStats.put(id, s);
    });
    droppedOfResources.addAndGet(changed.getDroppedEvents());
  }

  private void takePolls(ResourceUpdate changed) {
    for (var poll : changed.getNewPollOpsList()) {
      check(metadata.containsKey(poll.getMetadata().getId()), "a poll came before its metadata");
      check(resources.containsKey(poll.getResourceId().getId()), "a poll came before its resource");
      check(!poll.getName().isEmpty(), "a poll without a name");
      polls.add(poll);
    }
  }

  private void checkAttributes(String of, List<Attribute> attributes, @Nullable MetaId metadataId) {
    for (var attribute : attributes) {
      var field = attribute.getField();
      check(field.getNameCase() == Field.NameCase.STR_NAME && field.getValueCase() != Field.ValueCase.VALUE_NOT_SET,
          of + " has an attribute without name or value");
      check(field.getMetadataId().equals(metadataId), of + " has an attribute of other metadata");
    }
  }

  Resource resourceOf(long id) {
    return known(resources, id, "resource");
  }

  private dev.kioto.proto.tokio.resources.Stats resourceStatsOf(long id) {
    return known(resourceStats, id, "resource");
  }

  private AsyncOp operationOf(long id) {
    return known(operations, id, "operation");
  }

  private static <V> V known(Map<Long, V> all, long id, String what) {
    var known = all.get(id);
    if (known == null) {
      throw new AssertionError(what + " " + id + " is not known; known are " + all.keySet());
    }
    return known;
  }

  /// The ids of the resources of a type that are not over, in the order of their ids.
  List<Long> living(String type) {
    return resources.values().stream().filter(r -> r.getConcreteType().equals(type)).map(r -> r.getId().getId())
        .filter(id -> resourceStats.containsKey(id) && !resourceStatsOf(id).hasDroppedAt()).sorted().toList();
  }

  /// An attribute of a resource as text, or null when it has none of the name.
  @Nullable String attribute(long resource, String name) {
    for (var attribute : resourceStatsOf(resource).getAttributesList()) {
      var field = attribute.getField();
      if (field.getStrName().equals(name)) {
        return switch (field.getValueCase()) {
          case STR_VAL -> field.getStrVal();
          case BOOL_VAL -> Boolean.toString(field.getBoolVal());
          case U64_VAL -> field.getU64Val() + attribute.getUnit();
          default -> field.toString();
        };
      }
    }
    return null;
  }

  /// The ids of the tasks that have an operation going on on a resource, in order.
  List<Long> waiting(long resource) {
    return operationStats.entrySet().stream()
        .filter(e -> operationOf(e.getKey()).getResourceId().getId() == resource && !e.getValue().hasDroppedAt())
        .map(e -> e.getValue().getTaskId().getId()).sorted().toList();
  }

  /// The id of the task of a name, 0 when none is known.
  long taskNamed(String name) {
    return tasks.keySet().stream().filter(id -> name.equals(field(id, "task.name"))).findFirst().orElse(0L);
  }

  private void take(Task task, Map<Long, Stats> stats) {
    long id = task.getId().getId();
    check(id != 0, "a task with the id 0");
    check(!tasks.containsKey(id), "task " + id + " was introduced twice");
    check(stats.containsKey(id), "task " + id + " came without its stats");
    var described = metadata.get(task.getMetadata().getId());
    check(described != null, "task " + id + " came before its metadata");
    for (var field : task.getFieldsList()) {
      check(field.getNameCase().getNumber() != 0 && field.getValueCase().getNumber() != 0,
          "task " + id + " has a field without name or value");
      check(!field.hasNameIdx() || (field.getMetadataId().equals(task.getMetadata()) && described != null
          && field.getNameIdx() < described.getFieldNamesCount()),
          "task " + id + " has a field with a wrong name index");
    }
    tasks.put(id, task);
  }

  private static boolean isLater(Stats before, Stats after) {
    var polls = before.getPollStats();
    var now = after.getPollStats();
    return after.getCreatedAt().equals(before.getCreatedAt())
        && after.getWakes() >= before.getWakes()
        && after.getSelfWakes() >= before.getSelfWakes()
        && after.getWakerClones() >= before.getWakerClones()
        && after.getWakerDrops() >= before.getWakerDrops()
        && now.getPolls() >= polls.getPolls()
        && nanos(now.getLastPollStarted()) >= nanos(polls.getLastPollStarted())
        && nanos(after.getLastWake()) >= nanos(before.getLastWake())
        && (after.hasDroppedAt() || !before.hasDroppedAt());
  }

  static long nanos(Timestamp instant) {
    return instant.getSeconds() * 1_000_000_000 + instant.getNanos();
  }

  /// What the stock client says of a task's state.
  String stateOf(long id) {
    var stats = statsOf(id);
    var polls = stats.getPollStats();
    if (stats.hasDroppedAt()) {
      return "completed";
    }
    if (nanos(polls.getLastPollStarted()) > nanos(polls.getLastPollEnded())) {
      return "running";
    }
    return nanos(stats.getLastWake()) > nanos(polls.getLastPollStarted()) ? "scheduled" : "idle";
  }

  /// The value of a task's field as text, or null when it has no such field.
  @Nullable String field(long id, String name) {
    var task = taskOf(id);
    var described = metadata.get(task.getMetadata().getId());
    for (var field : task.getFieldsList()) {
      String fieldName = field.hasNameIdx() && described != null ? described.getFieldNames((int) field.getNameIdx())
          : field.getStrName();
      if (fieldName.equals(name)) {
        return switch (field.getValueCase()) {
          case STR_VAL -> field.getStrVal();
          case DEBUG_VAL -> field.getDebugVal();
          case U64_VAL -> Long.toUnsignedString(field.getU64Val());
          case I64_VAL -> Long.toString(field.getI64Val());
          case BOOL_VAL -> Boolean.toString(field.getBoolVal());
          case VALUE_NOT_SET -> null;
        };
      }
    }
    return null;
  }

  private void check(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }

  @Override
  public void onError(Throwable error) {
    this.error = error;
  }

  @Override
  public void onCompleted() {}
}
