package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tasks of a model for which one of a few conditions holds, found anew at each look. A look costs what changed since
/// the one before and what the time has made due, not what the model has.
///
/// Of one thread. Close it, so that the model no longer keeps changes for it.
public final class TaskWatch implements AutoCloseable {

  /*
   * Of each task a bit for each condition is kept, by the task's index. Tasks for which a condition holds are in a bag, up to a
   * bound: those beyond it are counted, and found by a scan when many of the bag have left it.
   *
   * As with live listings, the log of changes names a forgotten task before another one that got its index, and a task
   * whose answer may change with the time alone waits for that instant in a queue.
   */
  private static final int MOST_CONDITIONS = Integer.SIZE;

  private final TargetModel model;
  private final List<RowFilter<TaskRecord>> conditions;
  private final int most;

  // Of the looking thread, with the model's lock held.
  private int[] held = {}; // by index: a bit a condition
  private final int[] counts;
  private final List<List<TaskRecord>> bags = new ArrayList<>();
  private final TimeQueue due = new TimeQueue();
  private boolean fresh;
  private long changesSeen;
  private int turnsSeen;
  private long visits;

  /// @param most how many tasks of a condition a look names
  TaskWatch(TargetModel model, List<RowFilter<TaskRecord>> conditions, int most) {
    if (conditions.size() > MOST_CONDITIONS) {
      throw new IllegalArgumentException("at most " + MOST_CONDITIONS + " conditions, got " + conditions.size());
    }
    this.model = model;
    this.conditions = List.copyOf(conditions);
    this.most = most;
    this.counts = new int[conditions.size()];
    conditions.forEach(_ -> bags.add(new ArrayList<>()));
  }

  /// Makes something of a task while the model is held still. Must not block, nor keep the record.
  @FunctionalInterface
  public interface Maker<R> {
    /// What is made of it; null for nothing.
    @Nullable R make(TaskRecord task, long asOf);
  }

  /// For what tasks a condition holds.
  ///
  /// @param rows made of the first of them; those of which nothing was made are left out
  /// @param matched how many there are
  public record Held<R>(List<R> rows, int matched) {
  }

  /// Makes rows of the tasks for which the conditions hold now.
  ///
  /// @param makers one a condition, in their order
  public <R> List<Held<R>> look(List<Maker<R>> makers) {
    return model.look(this, makers);
  }

  /// How many tasks all looks together have looked at: the work that was done.
  public long visits() {
    return visits;
  }

  /// Called with the model's lock held.
  <R> List<Held<R>> look(TaskTable table, ChangeLog changes, long asOf, int turns,
      List<Maker<R>> makers) {
    boolean known = fresh && changesSeen >= changes.begin() && turnsSeen == turns
        && changes.end() - changesSeen <= table.size() / 2 + 64;
    fresh = false; // unless all goes well
    if (known) {
      catchUp(table, changes, asOf);
    } else {
      scan(table, asOf);
    }
    purge();
    if (isShort()) {
      scan(table, asOf);
    }
    changesSeen = changes.end();
    turnsSeen = turns;
    fresh = true;
    var all = new ArrayList<Held<R>>(conditions.size());
    for (int i = 0; i < conditions.size(); i++) {
      var rows = new ArrayList<R>();
      for (var task : bags.get(i)) {
        var row = makers.get(i).make(task, asOf);
        if (row != null) rows.add(row);
      }
      all.add(new Held<>(rows, counts[i]));
    }
    return all;
  }

  private void catchUp(TaskTable table, ChangeLog changes, long asOf) {
    if (table.indices() > held.length) held = Arrays.copyOf(held, Math.max(table.indices(), 2 * held.length));
    for (long i = changesSeen; i < changes.end(); i++) settle(changes.at(i), asOf);
    for (var task = due.poll(asOf); task != null; task = due.poll(asOf)) settle(task, asOf);
  }

  private void scan(TaskTable table, long asOf) {
    held = new int[table.indices()];
    Arrays.fill(counts, 0);
    bags.forEach(List::clear);
    due.clear();
    for (int i = 0; i < table.size(); i++) settle(table.at(i), asOf);
  }

  private void settle(TaskRecord task, long asOf) {
    visits++;
    int was = held[task.index];
    int is = 0;
    long next = RowFilter.NEVER;
    if (task.slot < 0) {
      due.forget(task);
    } else {
      for (int i = 0; i < conditions.size(); i++) {
        var condition = conditions.get(i);
        if (condition.matches(task, asOf)) is |= 1 << i;
        next = Math.min(next, condition.mayChangeAt(task, asOf));
      }
      due.add(task, next == RowFilter.NEVER ? next : Math.max(next, asOf + 1));
    }
    if (was != is) change(task, was, is);
  }

  private void change(TaskRecord task, int was, int is) {
    held[task.index] = is;
    for (int rest = was ^ is; rest != 0; rest &= rest - 1) {
      int condition = Integer.numberOfTrailingZeros(rest);
      boolean holds = (is >>> condition & 1) != 0;
      counts[condition] += holds ? 1 : -1;
      if (holds && bags.get(condition).size() < most) bags.get(condition).add(task);
    }
  }

  private void purge() {
    for (int i = 0; i < conditions.size(); i++) {
      int bit = 1 << i;
      bags.get(i).removeIf(task -> task.slot < 0 || (held[task.index] & bit) == 0);
    }
  }

  /// Whether tasks that a bag had no room for are to be found now that it has.
  private boolean isShort() {
    for (int i = 0; i < conditions.size(); i++) {
      if (bags.get(i).size() < Math.min(counts[i], (most + 1) / 2)) return true;
    }
    return false;
  }

  @Override
  public void close() {
    model.closed();
  }
}
