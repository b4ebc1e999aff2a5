package dev.kioto.console.collector;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the updates of one connection into the model's news.
///
/// It trusts nothing: texts are cut, fields and metadata are limited in number, an id of 0 is passed over, and a task
/// whose metadata never came is a task without a target. Not safe for use by several threads.
final class UpdateDecoder {

  private static final int LONGEST_TEXT = 1024; // characters
  private static final int MOST_FIELDS = 64;
  private static final int MOST_METADATA = 100_000;

  private final Map<Long, Metadata> metadata = new HashMap<>();

  ModelUpdate decode(Update update) {
    for (var added : update.getNewMetadata().getMetadataList()) {
      if (metadata.size() < MOST_METADATA) metadata.put(added.getId().getId(), added.getMetadata());
    }
    var tasks = update.getTaskUpdate();
    var described = new ArrayList<TaskDescription>(tasks.getNewTasksCount());
    for (var task : tasks.getNewTasksList()) {
      if (task.getId().getId() != 0) described.add(describe(task));
    }
    var stats = new ArrayList<TaskStats>(tasks.getStatsUpdateCount());
    tasks.getStatsUpdateMap().forEach((id, totals) -> {
      if (id != 0) stats.add(stats(id, totals));
    });
    long dropped = tasks.getDroppedEvents() + update.getResourceUpdate().getDroppedEvents()
        + update.getAsyncOpUpdate().getDroppedEvents();
    return new ModelUpdate(Instants.nanos(update.getNow()), described, stats, dropped);
  }

  private TaskDescription describe(Task task) {
    long id = task.getId().getId();
    long taskId = id;
    var name = "";
    var kind = task.getKind() == Task.Kind.BLOCKING ? "blocking" : "task";
    String location = task.hasLocation() ? location(task.getLocation()) : null;
    var rest = new ArrayList<String>();
    for (var field : task.getFieldsList()) {
      var label = cut(name(field, task.getMetadata().getId()));
      var value = cut(value(field));
      switch (label) {
        case "" -> {}
        case "task.name" -> name = value;
        case "kind" -> kind = value;
        case "task.id" -> taskId = idOr(value, id);
        case "spawn.location" -> location = location == null ? value : location;
        default -> {
          if (rest.size() < 2 * MOST_FIELDS) rest.addAll(List.of(label, value));
        }
      }
    }
    var about = metadata.get(task.getMetadata().getId());
    return new TaskDescription(id, taskId, name, kind, about == null ? "" : cut(about.getTarget()), location, rest);
  }

  private static TaskStats stats(long id, Stats stats) {
    var polls = stats.getPollStats();
    return new TaskStats(id,
        stats.hasCreatedAt() ? Instants.nanos(stats.getCreatedAt()) : TaskRecord.ABSENT,
        stats.hasDroppedAt() ? Instants.nanos(stats.getDroppedAt()) : TaskRecord.ABSENT,
        Instants.nanos(polls.getBusyTime()),
        Instants.nanos(stats.getScheduledTime()),
        polls.getPolls(),
        stats.getWakes(),
        stats.getSelfWakes(),
        stats.getWakerClones(),
        stats.getWakerDrops(),
        stats.hasLastWake() ? Instants.nanos(stats.getLastWake()) : TaskRecord.ABSENT,
        polls.hasLastPollStarted() ? Instants.nanos(polls.getLastPollStarted()) : TaskRecord.ABSENT,
        polls.hasLastPollEnded() ? Instants.nanos(polls.getLastPollEnded()) : TaskRecord.ABSENT);
  }

  private String name(Field field, long taskMetadata) {
    if (field.hasStrName()) return field.getStrName();
    if (!field.hasNameIdx()) return "";
    var owner = metadata.get(field.hasMetadataId() ? field.getMetadataId().getId() : taskMetadata);
    long index = field.getNameIdx();
    if (owner == null || index < 0 || index >= owner.getFieldNamesCount()) return "";
    return owner.getFieldNames((int) index);
  }

  private static String value(Field field) {
    return switch (field.getValueCase()) {
      case DEBUG_VAL -> field.getDebugVal();
      case STR_VAL -> field.getStrVal();
      case U64_VAL -> Long.toUnsignedString(field.getU64Val());
      case I64_VAL -> Long.toString(field.getI64Val());
      case BOOL_VAL -> Boolean.toString(field.getBoolVal());
      case VALUE_NOT_SET -> "";
    };
  }

  private static @Nullable String location(Location location) {
    var place = new StringBuilder(location.hasFile() ? location.getFile() : location.getModulePath());
    if (place.isEmpty()) return null;
    if (location.hasLine()) place.append(':').append(Integer.toUnsignedString(location.getLine()));
    if (location.hasColumn()) place.append(':').append(Integer.toUnsignedString(location.getColumn()));
    return cut(place.toString());
  }

  private static long idOr(String text, long otherwise) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) return text;
    boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, splitsPair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }
}
