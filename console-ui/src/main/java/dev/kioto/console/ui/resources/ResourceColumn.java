package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Attribute;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.table.Column;
import java.util.List;
import java.util.stream.Collectors;

/// The columns of the table of resources. Names are kept in settings files: do not rename.
public enum ResourceColumn implements Column<Resource> {
  /// What it is.
  TYPE(Heading.words("Type", "", 112, "A Mutex, a channel, a timer, a socket.")),
  /// Its id.
  ID(Heading.number("ID", "id", 52, "Unique in a run of the program.").ascending()),
  /// Where it was made.
  LOCATION(Heading.code("Made at", "", 170, "The line of the program that made it.")),
  /// What the program tells of it.
  STATE(Heading.code("State", "", 150, "What the program tells of it: permits, length, capacity, locked.")),
  /// Who holds it.
  OWNERS(Heading.words("Held by", "owners", 160, "The tasks that hold it; sorted by how many do.").descending()),
  /// How many wait.
  WAITERS(Heading.number("Waiters", "waiters", 88, "How many tasks wait for it now.")),
  /// Uses.
  OPERATIONS(Heading.number("Uses", "operations", 76, "Operations that have started: locks, sends, receives.")),
  /// Waits.
  WAITS(Heading.number("Waits", "waits", 74, "Uses that had to wait, and have ended.")),
  /// Time waited.
  WAIT(Heading.number("Waited", "wait", 78, "How long those waited, together.")),
  /// The longest wait.
  LONGEST(Heading.number("Longest", "longestWait", 78, "The longest of those waits."));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and numbers
  private final Heading heading;

  ResourceColumn(Heading heading) {
    this.heading = heading;
  }

  @Override
  public Heading heading() {
    return heading;
  }

  @Override
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

  @Override
  public String whole(Resource resource) {
    return this == OWNERS && resource.ownersKnown()
        ? resource.owners().stream().map(ResourceColumn::name).collect(Collectors.joining(", "))
        : text(resource).strip();
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
