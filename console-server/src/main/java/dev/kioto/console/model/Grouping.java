package dev.kioto.console.model;

import dev.kioto.console.model.RowOrder.MarkedKey;
import dev.kioto.console.model.RowOrder.TextKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tasks as they are put into groups. Not safe for use by several threads.
final class Grouping {

  private static final int MOST_GROUPS = 1 << 16;
  private static final int KNOWN = 1 << 13; // marks whose group is known without their text; power of two

  private final TextKey<TaskRecord> by;
  private final @Nullable MarkedKey<TaskRecord> marked; // the same where it has marks
  private final long asOf;
  private final Map<String, TaskGroup> groups = new HashMap<>();
  private final int[] marks; // by place, as the next
  private final @Nullable TaskGroup[] known;
  private int ungrouped;

  /// @param by what tasks of a group have in common
  Grouping(TextKey<TaskRecord> by, long asOf) {
    this.by = by;
    this.asOf = asOf;
    this.marked = by instanceof MarkedKey<TaskRecord> key ? key : null;
    int places = marked == null ? 0 : KNOWN;
    this.marks = new int[places];
    this.known = new TaskGroup[places];
  }

  void add(TaskRecord task) {
    int mark = marked == null ? 0 : marked.mark(task);
    var group = mark > 0 ? group(task, mark) : group(task);
    if (group == null) {
      ungrouped++;
    } else {
      group.add(task, asOf);
    }
  }

  private @Nullable TaskGroup group(TaskRecord task, int mark) {
    int place = mark & KNOWN - 1;
    if (marks[place] == mark) return known[place];
    var group = group(task);
    marks[place] = mark;
    known[place] = group;
    return group;
  }

  /// The group of a task, or null when it is a new one and there are too many.
  private @Nullable TaskGroup group(TaskRecord task) {
    var key = by.of(task);
    var group = groups.get(key);
    if (group != null || groups.size() == MOST_GROUPS) return group;
    group = new TaskGroup(key);
    groups.put(key, group);
    return group;
  }

  /// The groups so far.
  List<TaskGroup> groups() {
    return List.copyOf(groups.values());
  }

  /// How many tasks are in no group because there were too many.
  int ungrouped() {
    return ungrouped;
  }
}
