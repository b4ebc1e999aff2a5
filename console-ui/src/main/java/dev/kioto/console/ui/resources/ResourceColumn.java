package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Attribute;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import java.util.List;
import java.util.stream.Collectors;

/// The columns of the table of resources.
public enum ResourceColumn {
  /// What it is.
  TYPE("Type", "", false, false, 112, "A Mutex, a channel, a timer, a socket."),
  /// Its id.
  ID("ID", "id", true, false, 52, "Unique in a run of the program."),
  /// Where it was made.
  LOCATION("Made at", "", false, false, 170, "The line of the program that made it."),
  /// What the program tells of it.
  STATE("State", "", false, false, 150, "What the program tells of it: permits, length, capacity, locked."),
  /// Who holds it.
  OWNERS("Held by", "owners", false, true, 160, "The tasks that hold it; sorted by how many do."),
  /// How many wait.
  WAITERS("Waiters", "waiters", true, true, 88, "How many tasks wait for it now."),
  /// Uses.
  OPERATIONS("Uses", "operations", true, true, 76, "Operations that have started: locks, sends, receives."),
  /// Waits.
  WAITS("Waits", "waits", true, true, 74, "Uses that had to wait, and have ended."),
  /// Time waited.
  WAIT("Waited", "wait", true, true, 78, "How long those waited, together."),
  /// The longest wait.
  LONGEST("Longest", "longestWait", true, true, 78, "The longest of those waits.");

  private final String title;
  private final String sortKey;
  private final boolean number;
  private final boolean largestFirst;
  private final int width;
  private final String explanation;

  ResourceColumn(String title, String sortKey, boolean number, boolean largestFirst, int width, String explanation) {
    this.title = title;
    this.sortKey = sortKey;
    this.number = number;
    this.largestFirst = largestFirst;
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

  /// Whether it is set from the right, in a monospaced face.
  public boolean isNumber() {
    return number;
  }

  /// Whether the first click sorts from the largest to the smallest.
  public boolean largestFirst() {
    return largestFirst;
  }

  /// The width in pixels.
  public int width() {
    return width;
  }

  /// One sentence that says what the column shows.
  public String explanation() {
    return explanation;
  }

  /// What the cell of a resource shows.
  public String text(Resource resource) {
    return switch (this) {
      case TYPE -> resource.type();
      case ID -> resource.id();
      case LOCATION -> resource.location() == null ? "" : resource.location();
      case STATE -> resource.endedAt() == null ? attributes(resource.attributes()) : "ended";
      case OWNERS -> owners(resource);
      case WAITERS -> waiters(resource);
      case OPERATIONS -> Counts.text(resource.operations());
      case WAITS -> Counts.text(resource.waits());
      case WAIT -> resource.waits() == 0 ? "–" : Durations.cell(resource.waitNanos());
      case LONGEST -> resource.waits() == 0 ? "–" : Durations.cell(resource.longestWaitNanos());
    };
  }

  static String attributes(List<Attribute> attributes) {
    return attributes.stream()
        .map(attribute -> attribute.name() + '=' + attribute.value()
            + (attribute.unit() == null ? "" : attribute.unit()))
        .collect(Collectors.joining("  "));
  }

  private static String owners(Resource resource) {
    if (!resource.ownersKnown()) {
      return resource.kind().equals("sync") ? "not told" : "";
    }
    var owners = resource.owners();
    if (owners.isEmpty()) {
      return "";
    }
    int more = resource.ownerCount() - 1;
    return name(owners.getFirst()) + (more > 0 ? " +" + Counts.text(more) : "");
  }

  private static String waiters(Resource resource) {
    int all = resource.waiterCount() + resource.waitingThreads();
    return all == 0 ? "" : Counts.text(all);
  }

  static String name(TaskRef task) {
    return task.name().isEmpty() ? "task #" + task.id() : task.name() + " #" + task.id();
  }
}
