package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every check there is.
public final class Checks {

  private static final List<Check> ALL = List.of(new NeverYielded(), new LostWaker(), new SelfWakes());

  private Checks() {}

  /// The checks, worst first.
  public static List<Check> all() {
    return ALL;
  }

  /// The check of that id, or null.
  public static @Nullable Check byId(String id) {
    for (var check : ALL) {
      if (check.id().equals(id)) return check;
    }
    return null;
  }

  /// The checks that a task raises, worst first; most often empty.
  public static List<Check> raisedBy(TaskRecord task, long asOf) {
    List<Check> raised = List.of();
    for (var check : ALL) {
      if (check.check(task, asOf) != Finding.RAISED) continue;
      if (raised.isEmpty()) raised = new ArrayList<>(ALL.size());
      raised.add(check);
    }
    return raised;
  }

  /// How many checks a task raises.
  public static int countRaisedBy(TaskRecord task, long asOf) {
    int raised = 0;
    for (var check : ALL) {
      if (check.check(task, asOf) == Finding.RAISED) raised++;
    }
    return raised;
  }
}
