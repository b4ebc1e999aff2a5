package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.table.Column;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of the task table, which are those of tokio-console. Names are kept in settings files: do not rename.
public enum TaskColumn implements Column<Task> {
  /// What deserves a look.
  WARN(Heading.words("Warn", "warning", 104,
      "What the checks found. Select the task to read it in full.").descending()),
  /// The id that the program shows.
  ID(Heading.number("ID", "taskId", 66,
      "The id that the program shows for the task.").ascending()),
  /// What the task is doing.
  STATE(Heading.words("State", "state", 106,
      "running: inside a poll. scheduled: woken, waiting for a worker. idle: waiting to be woken. completed: ended.")),
  /// The name that the program gave.
  NAME(Heading.words("Name", "name", 132,
      "The name that the program gave to the task.")),
  /// Recent activity.
  RECENT(Heading.words("Recent", "", 76,
      "How often it was polled in each of the last 30 updates it was shown in, as high as its own highest. Gives no order.")),
  /// Age.
  TOTAL(Heading.number("Total", "total", 72,
      "Time since the task was spawned, until now or until it ended.")),
  /// Time inside polls.
  BUSY(Heading.number("Busy", "busy", 72,
      "Time inside polls: the task held a worker.")),
  /// Time from wake to poll.
  SCHED(Heading.number("Sched", "scheduled", 72,
      "Time from a wake to the poll that follows: the task waited for a worker.")),
  /// The rest.
  IDLE(Heading.number("Idle", "idle", 72,
      "Time in which nothing had woken the task.")),
  /// Number of polls.
  POLLS(Heading.number("Polls", "polls", 72,
      "How often the task was polled: one step from one suspension to the next.")),
  /// What the program calls it.
  KIND(Heading.words("Kind", "kind", 72,
      "future: a stackless task. direct: blocking-looking code on a virtual thread. blocking: a job of the blocking pool.")),
  /// Spawn site.
  LOCATION(Heading.code("Location", "location", 146,
      "Where the task was spawned.")),
  /// The rest of what the program tells.
  FIELDS(Heading.code("Fields", "", 58,
      "What else the program tells about the task. Gives no order."));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and numbers
  private final Heading heading;

  TaskColumn(Heading heading) {
    this.heading = heading;
  }

  @Override
  public Heading heading() {
    return heading;
  }

  @Override
  public String text(Task task) {
    return switch (this) {
      case WARN -> warnings(task);
      case ID -> task.taskId();
      case STATE -> task.state().name().toLowerCase(Locale.ROOT);
      case NAME -> task.name();
      case RECENT -> ""; // a drawing
      case TOTAL -> Durations.cell(task.totalNanos());
      case BUSY -> Durations.cell(task.busyNanos());
      case SCHED -> Durations.cell(task.scheduledNanos());
      case IDLE -> Durations.cell(task.idleNanos());
      case POLLS -> Counts.text(task.polls());
      case KIND -> task.kind();
      case LOCATION -> shortLocation(task.location());
      case FIELDS -> fields(task.fields());
    };
  }

  @Override
  public String whole(Task task) {
    return switch (this) {
      case WARN -> task.warnings().stream().map(Warning::id).collect(Collectors.joining(", "));
      case LOCATION -> task.location() == null ? "" : task.location();
      case ID, STATE, NAME, RECENT, TOTAL, BUSY, SCHED, IDLE, POLLS, KIND, FIELDS -> text(task).strip();
    };
  }

  @Override
  public boolean isText() {
    return this != RECENT;
  }

  private static String warnings(Task task) {
    var found = task.warnings();
    return switch (found.size()) {
      case 0 -> "";
      case 1 -> found.getFirst().id();
      default -> found.getFirst().id() + " +" + (found.size() - 1);
    };
  }

  private static String fields(Map<String, String> fields) {
    return fields.entrySet().stream().map(field -> field.getKey() + '=' + field.getValue())
        .collect(Collectors.joining("  "));
  }

  // Long paths (a Rust program's registry folder, for one) are cut to the file and its folder.
  private static String shortLocation(@Nullable String location) {
    if (location == null) {
      return "";
    }
    int file = location.lastIndexOf('/');
    int folder = file < 0 ? -1 : location.lastIndexOf('/', file - 1);
    return folder < 0 ? location : location.substring(folder + 1);
  }
}
