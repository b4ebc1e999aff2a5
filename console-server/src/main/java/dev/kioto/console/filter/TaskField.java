package dev.kioto.console.filter;

import dev.kioto.console.diagnosis.Checks;
import dev.kioto.console.model.TaskOrder.NumberKey;
import dev.kioto.console.model.TaskOrder.TextKey;
import dev.kioto.console.model.TaskRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What tasks can be filtered and sorted by.
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
enum TaskField {
  NAME("name", TaskRecord::name), //
  KIND("kind", TaskRecord::kind), //
  STATE("state", Type.STATE, (task, _) -> task.state().rank()), //
  TOTAL("total", Type.DURATION, TaskRecord::totalAt), //
  BUSY("busy", Type.DURATION, TaskRecord::busyAt), //
  SCHEDULED("scheduled", Type.DURATION, TaskRecord::scheduledAt), //
  IDLE("idle", Type.DURATION, TaskRecord::idleAt), //
  POLLS("polls", Type.COUNT, (task, _) -> task.polls()), //
  WAKES("wakes", Type.COUNT, (task, _) -> task.wakes()), //
  SELF_WAKES("selfWakes", Type.COUNT, (task, _) -> task.selfWakes()), //
  WAKER_COUNT("wakerCount", Type.COUNT, (task, _) -> task.wakerCount()), //
  WAKER_CLONES("wakerClones", Type.COUNT, (task, _) -> task.wakerClones()), //
  WAKER_DROPS("wakerDrops", Type.COUNT, (task, _) -> task.wakerDrops()), //
  LOCATION("location", task -> Objects.requireNonNullElse(task.location(), "")), //
  TARGET("target", TaskRecord::target), //
  ID("id", Type.ID, (task, _) -> task.id() ^ Long.MIN_VALUE), // unsigned order
  TASK_ID("taskId", Type.ID, (task, _) -> task.taskId() ^ Long.MIN_VALUE), //
  CREATED("created", Type.INSTANT, (task, _) -> task.createdAt()), //
  DROPPED("dropped", Type.INSTANT, (task, _) -> task.droppedAt()), //
  LAST_WAKE("lastWake", Type.INSTANT, (task, _) -> task.lastWake()), //
  LAST_POLL_STARTED("lastPollStarted", Type.INSTANT, (task, _) -> task.lastPollStarted()), //
  LAST_POLL_ENDED("lastPollEnded", Type.INSTANT, (task, _) -> task.lastPollEnded()), //
  WARNING("warning", Type.WARNING, Checks::countRaisedBy);

  /// What kind of value a field has, and with it which operators it knows.
  enum Type {
    TEXT,
    STATE,
    DURATION,
    COUNT,
    ID,
    INSTANT,
    WARNING
  }

  private final String label;
  private final Type type;
  private final @Nullable NumberKey number;
  private final @Nullable TextKey text;

  TaskField(String label, TextKey text) {
    this(label, Type.TEXT, null, text);
  }

  TaskField(String label, Type type, NumberKey number) {
    this(label, type, number, null);
  }

  TaskField(String label, Type type, @Nullable NumberKey number, @Nullable TextKey text) {
    this.label = label;
    this.type = type;
    this.number = number;
    this.text = text;
  }

  String label() {
    return label;
  }

  Type type() {
    return type;
  }

  /// Its number; null for a text.
  @Nullable NumberKey number() {
    return number;
  }

  /// Its text; null for a number.
  @Nullable TextKey text() {
    return text;
  }

  /// The field that a person means: its label in any case, or the name of its property in the API (`totalNanos`,
  /// `createdAt`, `warnings`). Null when there is none.
  static @Nullable TaskField named(String name) {
    for (var field : values()) {
      if (field.label.equalsIgnoreCase(name) || field.property().equalsIgnoreCase(name)) return field;
    }
    return null;
  }

  private String property() {
    return switch (type) {
      case DURATION -> label + "Nanos";
      case INSTANT -> label + "At";
      case WARNING -> label + "s";
      case TEXT, STATE, COUNT, ID -> label;
    };
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(TaskField::label).toList();
  }

  /// A sentence about a name that is not a field's.
  static String unknown(String name) {
    var closest = Suggestion.closest(name, labels());
    var hint = closest == null ? "" : ": did you mean '" + closest + "'?";
    return hint + (closest == null ? ": fields: " : " fields: ") + String.join(", ", labels());
  }

  /// The labels of an enum's constants as people write them.
  static <E extends Enum<E>> String choices(E[] constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
  }
}
