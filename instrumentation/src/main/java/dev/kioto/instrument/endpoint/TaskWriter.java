package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.instrument.aggregate.Change;
import dev.kioto.instrument.aggregate.TaskInfo;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.probe.TaskKind;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.SpanId;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The `TaskUpdate` of one message after the other, written straight from the totals: in a snapshot of a million tasks the
/// objects of fifty million messages would cost more than all else. What tasks of one origin have in common is encoded once.
///
/// One thread alone.
final class TaskWriter {
  // The fields of an entry of a map, by the definition of protobuf.
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int FIRST_BYTES = 4096;
  // Of what comes from class files, which may be longer than a message.
  private static final int MAX_TEXT = 1000;
  // A guess: more than programs have lines that spawn.
  private static final int MAX_ORIGINS = 1024;

  private final WireClock clock;
  private final ProtoWriter out = new ProtoWriter(FIRST_BYTES);
  private final Map<Origin, byte[]> origins = new HashMap<>();
  // Of the task before, of which the next one is likely to be a sibling.
  private @Nullable TaskKind lastKind;
  private String lastType = "";
  private @Nullable StackTraceElement lastLocation;
  private byte[] lastBytes = new byte[0];

  TaskWriter(WireClock clock) {
    this.clock = clock;
  }

  /// How many bytes were added since the last [#take].
  int size() {
    return out.size();
  }

  /// The serialized `TaskUpdate` of what was added since the last time.
  ByteString take() {
    return out.take();
  }

  void addDropped(long events) {
    if (events != 0) {
      out.number(TaskUpdate.DROPPED_EVENTS_FIELD_NUMBER, events);
    }
  }

  void add(Change<TaskSnapshot> change) {
    var task = change.of();
    if (change.isNew()) {
      addNew(task.info());
    }
    int entry = out.begin(TaskUpdate.STATS_UPDATE_FIELD_NUMBER);
    out.number(KEY, task.info().id());
    int value = out.begin(VALUE);
    stats(task);
    out.end(value);
    out.end(entry);
  }

  private void addNew(TaskInfo info) {
    int task = out.begin(TaskUpdate.NEW_TASKS_FIELD_NUMBER);
    id(Task.ID_FIELD_NUMBER, info.id());
    out.raw(bytesOf(info));
    long metadata = WireTasks.metadataId(info.kind());
    String name = info.name();
    if (name != null) {
      field(out, metadata, WireTasks.NAME, name);
    }
    int field = beginField(out, metadata, WireTasks.ID);
    out.number(Field.U64_VAL_FIELD_NUMBER, info.id());
    out.end(field);
    if (info.parentId() != 0) {
      int parent = out.begin(Task.PARENTS_FIELD_NUMBER);
      out.number(SpanId.ID_FIELD_NUMBER, info.parentId());
      out.end(parent);
    }
    out.end(task);
  }

  /// What tasks of one origin have in common, as fields of a `Task`.
  private byte[] bytesOf(TaskInfo info) {
    if (info.kind() == lastKind && info.typeName().equals(lastType) && Objects.equals(info.location(), lastLocation)) {
      return lastBytes;
    }
    if (origins.size() == MAX_ORIGINS) {
      origins.clear();
    }
    lastKind = info.kind();
    lastType = info.typeName();
    lastLocation = info.location();
    lastBytes = origins.computeIfAbsent(new Origin(info.kind(), info.typeName(), info.location()), Origin::bytes);
    return lastBytes;
  }

  private static Task.Kind kind(TaskKind kind) {
    return kind == TaskKind.BLOCKING ? Task.Kind.BLOCKING : Task.Kind.SPAWN;
  }

  private void id(int field, long id) {
    int message = out.begin(field);
    out.number(Id.ID_FIELD_NUMBER, id);
    out.end(message);
  }

  private static void metadata(ProtoWriter out, int field, long id) {
    int message = out.begin(field);
    out.number(MetaId.ID_FIELD_NUMBER, id);
    out.end(message);
  }

  private static int beginField(ProtoWriter out, long metadata, int name) {
    int field = out.begin(Task.FIELDS_FIELD_NUMBER);
    out.number(Field.NAME_IDX_FIELD_NUMBER, name);
    metadata(out, Field.METADATA_ID_FIELD_NUMBER, metadata);
    return field;
  }

  private static void field(ProtoWriter out, long metadata, int name, String value) {
    int field = beginField(out, metadata, name);
    out.text(Field.STR_VAL_FIELD_NUMBER, value);
    out.end(field);
  }

  private static void location(ProtoWriter out, StackTraceElement frame) {
    int location = out.begin(Task.LOCATION_FIELD_NUMBER);
    out.text(Location.MODULE_PATH_FIELD_NUMBER, cut(frame.getClassName()));
    String file = frame.getFileName();
    if (file != null) {
      out.text(Location.FILE_FIELD_NUMBER, cut(file));
    }
    if (frame.getLineNumber() > 0) {
      out.number(Location.LINE_FIELD_NUMBER, frame.getLineNumber());
    }
    out.end(location);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }

  private void stats(TaskSnapshot task) {
    instant(Stats.CREATED_AT_FIELD_NUMBER, task.createdAt());
    instant(Stats.DROPPED_AT_FIELD_NUMBER, task.endedAt());
    out.number(Stats.WAKES_FIELD_NUMBER, task.wakes());
    out.number(Stats.WAKER_CLONES_FIELD_NUMBER, task.wakerClones());
    out.number(Stats.WAKER_DROPS_FIELD_NUMBER, task.wakerDrops());
    instant(Stats.LAST_WAKE_FIELD_NUMBER, task.lastWake());
    int polls = out.begin(Stats.POLL_STATS_FIELD_NUMBER);
    out.number(PollStats.POLLS_FIELD_NUMBER, task.polls());
    instant(PollStats.FIRST_POLL_FIELD_NUMBER, task.firstPoll());
    instant(PollStats.LAST_POLL_STARTED_FIELD_NUMBER, task.lastPollStarted());
    instant(PollStats.LAST_POLL_ENDED_FIELD_NUMBER, task.lastPollEnded());
    duration(PollStats.BUSY_TIME_FIELD_NUMBER, task.busyNanos());
    out.end(polls);
    out.number(Stats.SELF_WAKES_FIELD_NUMBER, task.selfWakes());
    duration(Stats.SCHEDULED_TIME_FIELD_NUMBER, task.scheduledNanos());
  }

  private void instant(int field, long at) {
    if (at == TaskSnapshot.ABSENT) {
      return;
    }
    int instant = out.begin(field);
    long seconds = clock.seconds(at);
    out.number(Timestamp.SECONDS_FIELD_NUMBER, seconds);
    out.number(Timestamp.NANOS_FIELD_NUMBER, clock.nanos(at));
    out.end(instant);
  }

  private void duration(int field, long nanos) {
    int duration = out.begin(field);
    out.number(Duration.SECONDS_FIELD_NUMBER, nanos / WireClock.SECOND);
    out.number(Duration.NANOS_FIELD_NUMBER, nanos % WireClock.SECOND);
    out.end(duration);
  }

  /// Where tasks come from, and what they run.
  private record Origin(TaskKind kind, String typeName, @Nullable StackTraceElement location) {
    byte[] bytes() {
      var out = new ProtoWriter(FIRST_BYTES);
      long metadata = WireTasks.metadataId(kind);
      metadata(out, Task.METADATA_FIELD_NUMBER, metadata);
      out.number(Task.KIND_FIELD_NUMBER, TaskWriter.kind(kind).getNumber());
      field(out, metadata, WireTasks.KIND, WireTasks.kindName(kind));
      field(out, metadata, WireTasks.TYPE, WireTasks.withoutAddress(typeName));
      if (location != null) {
        TaskWriter.location(out, location);
        field(out, metadata, WireTasks.SPAWN_LOCATION, cut(WireTasks.text(location)));
      }
      return out.take().toByteArray();
    }
  }
}
