package dev.kioto.console.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tasks by the instant at which to look at them again: a binary heap (Williams, 1964). Each task has one instant at most
/// that counts, the earliest that was said since it was last taken out; older entries of it are passed over when their
/// turn comes. Not safe for use by several threads.
final class TimeQueue {

  private static final int FIRST_CAPACITY = 64;

  private long[] instants = {};
  private @Nullable TaskRecord[] tasks = {};
  private int size;
  private long[] counting = {}; // by the task's index: its instant that counts, or NEVER

  void clear() {
    Arrays.fill(tasks, 0, size, null);
    Arrays.fill(counting, RowFilter.NEVER);
    size = 0;
  }

  int size() {
    return size;
  }

  /// Looks at a task again at an instant or before.
  void add(TaskRecord task, long instant) {
    if (instant == RowFilter.NEVER) return;
    if (task.index >= counting.length) {
      int from = counting.length;
      counting = Arrays.copyOf(counting, Math.max(task.index + 1, 2 * from));
      Arrays.fill(counting, from, counting.length, RowFilter.NEVER);
    }
    if (counting[task.index] <= instant) return;
    counting[task.index] = instant;
    if (size == tasks.length) makeRoom();
    up(size++, instant, task);
  }

  /// Lets go of entries that do not count before it grows: their instants may be hours away, and they hold tasks that the
  /// model has forgotten.
  private void makeRoom() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      var task = tasks[i];
      if (task == null || !counts(task, instants[i])) continue;
      instants[kept] = instants[i];
      tasks[kept++] = task;
    }
    Arrays.fill(tasks, kept, size, null);
    size = kept;
    for (int i = size / 2 - 1; i >= 0; i--) {
      var task = tasks[i];
      if (task != null) down(i, instants[i], task);
    }
    if (size < tasks.length / 2) return;
    int capacity = Math.max(FIRST_CAPACITY, 2 * tasks.length);
    instants = Arrays.copyOf(instants, capacity);
    tasks = Arrays.copyOf(tasks, capacity);
  }

  private boolean counts(TaskRecord task, long instant) {
    return task.slot >= 0 && counting[task.index] == instant;
  }

  /// Forgets a task that the model has forgotten.
  void forget(TaskRecord task) {
    if (task.index < counting.length) counting[task.index] = RowFilter.NEVER;
  }

  /// Takes out a task whose instant has come; null when there is none.
  @Nullable TaskRecord poll(long now) {
    while (size > 0 && instants[0] <= now) {
      long instant = instants[0];
      var task = tasks[0];
      size--;
      var last = tasks[size];
      tasks[size] = null;
      if (size > 0 && last != null) down(0, instants[size], last);
      if (task == null || !counts(task, instant)) continue;
      counting[task.index] = RowFilter.NEVER;
      return task;
    }
    return null;
  }

  private void up(int place, long instant, TaskRecord task) {
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (instants[parent] <= instant) break;
      instants[place] = instants[parent];
      tasks[place] = tasks[parent];
      place = parent;
    }
    instants[place] = instant;
    tasks[place] = task;
  }

  private void down(int from, long instant, TaskRecord task) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && instants[child + 1] < instants[child]) child++;
      if (instants[child] >= instant) break;
      instants[place] = instants[child];
      tasks[place] = tasks[child];
      place = child;
    }
    instants[place] = instant;
    tasks[place] = task;
  }
}
