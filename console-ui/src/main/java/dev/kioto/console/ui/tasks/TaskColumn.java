package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of the task table, which are those of tokio-console. Names are kept in settings files: do not rename.
public enum TaskColumn {
  /// What deserves a look.
  WARN("Warn", "warning", true, Align.TEXT, 104,
      "What the checks found. Select the task to read it in full."),
  /// The id that the program shows.
  ID("ID", "taskId", false, Align.NUMBER, 66, "The id that the program shows for the task."),
  /// What the task is doing.
  STATE("State", "state", false, Align.TEXT, 106,
      "running: inside a poll. scheduled: woken, waiting for a worker. idle: waiting to be woken. completed: ended."),
  /// The name that the program gave.
  NAME("Name", "name", false, Align.TEXT, 132, "The name that the program gave to the task."),
  /// Age.
  TOTAL("Total", "total", true, Align.NUMBER, 72,
      "Time since the task was spawned, until now or until it ended."),
  /// Time inside polls.
  BUSY("Busy", "busy", true, Align.NUMBER, 72,
      "Time inside polls: the task held a worker."),
  /// Time from wake to poll.
  SCHED("Sched", "scheduled", true, Align.NUMBER, 72,
      "Time from a wake to the poll that follows: the task waited for a worker."),
  /// The rest.
  IDLE("Idle", "idle", true, Align.NUMBER, 72,
      "Time in which nothing had woken the task."),
  /// Number of polls.
  POLLS("Polls", "polls", true, Align.NUMBER, 72,
      "How often the task was polled: one step from one suspension to the next."),
  /// What the program calls it.
  KIND("Kind", "kind", false, Align.TEXT, 72,
      "future: a stackless task. direct: blocking-looking code on a virtual thread. blocking: a job of the blocking pool."),
  /// Spawn site.
  LOCATION("Location", "location", false, Align.CODE, 146,
      "Where the task was spawned."),
  /// The rest of what the program tells.
  FIELDS("Fields", "", false, Align.CODE, 58,
      "What else the program tells about the task. Gives no order.");

  /// How a column's cells are set.
  public enum Align {
    /// Words, from the left.
    TEXT,
    /// Numbers in a monospaced face, from the right.
    NUMBER,
    /// Code in a monospaced face, from the left.
    CODE
  }

  private final String title;
  private final String sortKey;
  private final boolean largestFirst;
  private final Align align;
  private final int width;
  private final String explanation;

  TaskColumn(String title, String sortKey, boolean largestFirst, Align align, int width, String explanation) {
    this.title = title;
    this.sortKey = sortKey;
    this.largestFirst = largestFirst;
    this.align = align;
    this.width = width;
    this.explanation = explanation;
  }

  /// The heading.
  public String title() {
    return title;
  }

  /// The server's name for the order by this column; empty for a column that gives none.
  public String sortKey() {
    return sortKey;
  }

  /// Whether the table can be sorted by the column.
  public boolean sortable() {
    return !sortKey.isEmpty();
  }

  /// Whether the first click sorts from the largest to the smallest.
  public boolean largestFirst() {
    return largestFirst;
  }

  /// How the cells are set.
  public Align align() {
    return align;
  }

  /// The width in pixels before anybody changed it.
  public int width() {
    return width;
  }

  /// One sentence that says what the column shows.
  public String explanation() {
    return explanation;
  }

  /// What the cell of a task shows.
  public String text(Task task) {
    return switch (this) {
      case WARN -> warnings(task);
      case ID -> task.taskId();
      case STATE -> task.state().name().toLowerCase(Locale.ROOT);
      case NAME -> task.name();
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
