package dev.kioto.console.model;

import dev.kioto.console.model.RowOrder.MarkedKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Finds the rows of a window among the tasks that match, without sorting the others.
///
/// Quickselect (Hoare's FIND, 1961) moves the window's rows to their place in time proportional to the number of
/// matching tasks, wherever the window stands; only the window itself is sorted. No two tasks compare as equal, since
/// ids are unique, so equal keys cost nothing extra.
///
/// Where only the first rows are wanted, those that cannot be among them are let go as soon as that is known: whenever twice as many
/// are held as are wanted, the latter half of them goes, and what comes after the last of the others is not taken in any more.
final class RowSelection {

  private static final int FIRST_CAPACITY = 1 << 10; // most filters let few tasks through
  private static final int MOST_FIRST = 1 << 14; // rows: beyond that, to hold all of them is as good

  private final RowOrder<TaskRecord> order;
  private final long keysAt; // the instant at which keys are taken
  private final boolean byNumber;
  private final int sign;
  private final int wanted; // only so many from the start; more than there can be when all may be asked for
  private final @Nullable MarkedKey<TaskRecord> marked; // in an order by such a text
  private final MarkMemo tooLate = new MarkMemo(); // texts that come after that of the last one
  private final SplittableRandom random = new SplittableRandom();
  private TaskRecord[] tasks;
  private long[] keys; // numbers, or the beginnings of texts once these are made
  private String[] texts; // in an order by text
  private int held;
  private int size;
  private int last = -1; // where the last one stands that is still among the first; -1 as long as all are

  /// A selection of which any part can be asked for.
  RowSelection(RowOrder<TaskRecord> order, long keysAt) {
    this(order, keysAt, Integer.MAX_VALUE);
  }

  /// A selection of which only the first rows are asked for, by [#range].
  RowSelection(RowOrder<TaskRecord> order, long keysAt, int wanted) {
    this.order = order;
    this.keysAt = keysAt;
    this.byNumber = order instanceof RowOrder.ByNumber<TaskRecord>;
    this.marked = order instanceof RowOrder.ByText<TaskRecord> byText
        && byText.key() instanceof MarkedKey<TaskRecord> key ? key : null;
    this.sign = order.descending() ? -1 : 1;
    this.wanted = wanted > MOST_FIRST ? Integer.MAX_VALUE : Math.max(wanted, FIRST_CAPACITY / 2);
    this.tasks = new TaskRecord[FIRST_CAPACITY];
    this.keys = new long[FIRST_CAPACITY];
    this.texts = new String[byNumber ? 0 : FIRST_CAPACITY];
  }

  void add(TaskRecord task) {
    size++;
    if (byNumber) {
      long key = number(task);
      if (last >= 0 && comesAfterLast(Long.compare(key, keys[last]), task)) return;
      makeRoom();
      keys[held] = key;
    } else {
      if (last >= 0 && comesAfterLast(task)) return;
      makeRoom();
      texts[held] = text(task);
    }
    tasks[held++] = task;
  }

  private boolean comesAfterLast(TaskRecord task) {
    int mark = marked == null ? 0 : marked.mark(task);
    if (mark > 0 && tooLate.answer(mark) > 0) return true;
    int byText = compareTexts(text(task), texts[last]);
    if (mark > 0 && byText * sign > 0) tooLate.put(mark, true);
    return comesAfterLast(byText, task);
  }

  private boolean comesAfterLast(int byKey, TaskRecord task) {
    return byKey == 0 ? Long.compareUnsigned(task.id(), tasks[last].id()) > 0 : byKey * sign > 0;
  }

  private void makeRoom() {
    if (held < tasks.length) return;
    if (wanted < Integer.MAX_VALUE && held >= 2 * wanted) {
      if (!byNumber) makeKeys();
      select(0, held - 1, wanted - 1);
      last = wanted - 1;
      tooLate.clear();
      held = wanted;
      return;
    }
    tasks = Arrays.copyOf(tasks, 2 * held);
    keys = Arrays.copyOf(keys, 2 * held);
    if (!byNumber) texts = Arrays.copyOf(texts, 2 * held);
  }

  /// How many were added.
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

  /// The tasks from one place of the order to before another, both cut to what there is, and to what may be asked for.
  List<TaskRecord> range(int from, int to) {
    int start = Math.min(from, held);
    int end = Math.min(to, held);
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
    if (!byNumber) makeKeys();
    last = -1; // rows move
    if (start < held) select(0, held - 1, start);
    if (end < held) select(start, held - 1, end);
  }

  /// Makes numbers of the texts that are held, so that most of them are told from each other without being read again.
  private void makeKeys() {
    int common = TextKeys.common(texts, held);
    for (int i = 0; i < held; i++) keys[i] = TextKeys.key(texts[i], common);
  }

  /// The task at a place, from 0 to [#size] less 1, where all are held.
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
    int byKey = Long.compare(keys[a], keys[b]);
    if (byKey == 0 && !byNumber) byKey = compareTexts(texts[a], texts[b]);
    return byKey == 0 ? Long.compareUnsigned(tasks[a].id(), tasks[b].id()) : byKey * sign;
  }

  @SuppressWarnings("ReferenceEquality") // most equal texts of a model are one object
  private static int compareTexts(String a, String b) {
    return a == b ? 0 : a.compareTo(b);
  }

  private void swap(int a, int b) {
    if (a == b) return;
    var task = tasks[a];
    tasks[a] = tasks[b];
    tasks[b] = task;
    long key = keys[a];
    keys[a] = keys[b];
    keys[b] = key;
    if (byNumber) return;
    var text = texts[a];
    texts[a] = texts[b];
    texts[b] = text;
  }

  private long number(TaskRecord task) {
    return ((RowOrder.ByNumber<TaskRecord>) order).key().of(task, keysAt);
  }

  private String text(TaskRecord task) {
    return ((RowOrder.ByText<TaskRecord>) order).key().of(task);
  }
}
