package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Finds the rows of a window among the tasks that match, without sorting the others.
///
/// Quickselect (Hoare's FIND, 1961) moves the window's rows to their place in time proportional to the number of
/// matching tasks, wherever the window stands; only the window itself is sorted. No two tasks compare as equal, since
/// ids are unique, so equal keys cost nothing extra.
final class RowSelection {

  private static final int FIRST_CAPACITY = 1 << 10; // most filters let few tasks through

  private final RowOrder<TaskRecord> order;
  private final long keysAt; // the instant at which keys are taken
  private final boolean byNumber;
  private final int sign;
  private final SplittableRandom random = new SplittableRandom();
  private TaskRecord[] tasks;
  private long[] keys; // in an order by number
  private String[] texts; // in an order by text
  private int size;

  RowSelection(RowOrder<TaskRecord> order, long keysAt) {
    this.order = order;
    this.keysAt = keysAt;
    this.byNumber = order instanceof RowOrder.ByNumber<TaskRecord>;
    this.sign = order.descending() ? -1 : 1;
    this.tasks = new TaskRecord[FIRST_CAPACITY];
    this.keys = new long[byNumber ? FIRST_CAPACITY : 0];
    this.texts = new String[byNumber ? 0 : FIRST_CAPACITY];
  }

  void add(TaskRecord task) {
    if (size == tasks.length) {
      tasks = Arrays.copyOf(tasks, 2 * size);
      if (byNumber) {
        keys = Arrays.copyOf(keys, 2 * size);
      } else {
        texts = Arrays.copyOf(texts, 2 * size);
      }
    }
    tasks[size] = task;
    if (byNumber) {
      keys[size] = number(task);
    } else {
      texts[size] = text(task);
    }
    size++;
  }

  int size() {
    return size;
  }

  /// Whether a task comes after a place in the list.
  boolean isAfter(TaskRecord task, Position place) {
    if (task.createdAt() > place.asOf()) return false;
    int byKey = byNumber ? Long.compare(number(task), place.number()) : text(task).compareTo(place.text());
    return byKey == 0 ? Long.compareUnsigned(task.id(), place.id()) > 0 : byKey * sign > 0;
  }

  Position positionOf(TaskRecord task) {
    return new Position(keysAt, byNumber ? number(task) : 0, byNumber ? "" : text(task), task.id());
  }

  /// The tasks from one place of the order to before another, both cut to what there is.
  List<TaskRecord> range(int from, int to) {
    int start = Math.min(from, size);
    int end = Math.min(to, size);
    if (start >= end) return List.of();
    split(start, end);
    var places = new ArrayList<Integer>(end - start);
    for (int i = start; i < end; i++) places.add(i);
    places.sort(this::compare);
    var window = new ArrayList<TaskRecord>(places.size());
    for (int place : places) window.add(tasks[place]);
    return window;
  }

  /// Moves the rows from one place of the order to before another to their places, in any order among themselves.
  void split(int start, int end) {
    if (start < size) select(0, size - 1, start);
    if (end < size) select(start, size - 1, end);
  }

  /// The task at a place, from 0 to [#size] less 1.
  TaskRecord at(int place) {
    return tasks[place];
  }

  /// The first one in the order of those from `start` to before `end`, of which there is one at least.
  TaskRecord least(int start, int end) {
    int least = start;
    for (int i = start + 1; i < end; i++) {
      if (compare(i, least) < 0) least = i;
    }
    return tasks[least];
  }

  /// The last one in the order of those from `start` to before `end`, of which there is one at least.
  TaskRecord greatest(int start, int end) {
    int greatest = start;
    for (int i = start + 1; i < end; i++) {
      if (compare(i, greatest) > 0) greatest = i;
    }
    return tasks[greatest];
  }

  /// Moves rows between `low` and `high` so that the row of rank `rank` stands at its place, with smaller ones before it
  /// and larger ones after it.
  private void select(int low, int high, int rank) {
    while (low < high) {
      int pivot = partition(low, high);
      if (pivot == rank) return;
      if (rank < pivot) {
        high = pivot - 1;
      } else {
        low = pivot + 1;
      }
    }
  }

  private int partition(int low, int high) {
    swap(medianOfThree(low, high), high);
    int boundary = low;
    for (int i = low; i < high; i++) {
      if (compare(i, high) < 0) swap(i, boundary++);
    }
    swap(boundary, high);
    return boundary;
  }

  // Drawn at random: no order of arrival makes the selection slow.
  private int medianOfThree(int low, int high) {
    int a = random.nextInt(low, high + 1);
    int b = random.nextInt(low, high + 1);
    int c = random.nextInt(low, high + 1);
    if (compare(a, b) > 0) {
      int swap = a;
      a = b;
      b = swap;
    }
    if (compare(b, c) <= 0) return b;
    return compare(a, c) > 0 ? a : c;
  }

  private int compare(int a, int b) {
    int byKey = byNumber ? Long.compare(keys[a], keys[b]) : texts[a].compareTo(texts[b]);
    return byKey == 0 ? Long.compareUnsigned(tasks[a].id(), tasks[b].id()) : byKey * sign;
  }

  private void swap(int a, int b) {
    var task = tasks[a];
    tasks[a] = tasks[b];
    tasks[b] = task;
    if (byNumber) {
      long key = keys[a];
      keys[a] = keys[b];
      keys[b] = key;
    } else {
      var text = texts[a];
      texts[a] = texts[b];
      texts[b] = text;
    }
  }

  private long number(TaskRecord task) {
    return ((RowOrder.ByNumber<TaskRecord>) order).key().of(task, keysAt);
  }

  private String text(TaskRecord task) {
    return ((RowOrder.ByText<TaskRecord>) order).key().of(task);
  }
}
