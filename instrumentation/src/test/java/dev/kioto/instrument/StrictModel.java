package dev.kioto.instrument;

import com.google.protobuf.Timestamp;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The tasks as a client of the tokio-console protocol sees them, and each break of what such clients rely on.
final class StrictModel implements StreamObserver<Update> {
  static final int MAX_MESSAGE_BYTES = 4 << 20;

  final Map<Long, Metadata> metadata = new ConcurrentHashMap<>();
  final Map<Long, Task> tasks = new ConcurrentHashMap<>();
  final Map<Long, Stats> stats = new ConcurrentHashMap<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final List<Update> updates = new CopyOnWriteArrayList<>();
  final AtomicLong dropped = new AtomicLong();
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
    updates.add(update);
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
