package dev.kioto.console.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Every task of a model: a dense array to scan and an index by id. Not safe for use by several threads.
final class TaskTable {

  /*
   * The index is open addressing with linear probing over the records themselves: a slot costs one reference. It is
   * kept at most half full. A removal moves later entries of the same run of slots back, so that there are no
   * tombstones.
   *
   * A task's place in the dense array changes when another is removed. Its index does not: the smallest numbers that there
   * are, for those who keep something of each task in an array of their own.
   */
  private static final int FIRST_CAPACITY = 1 << 6; // power of two

  private @Nullable TaskRecord[] dense = new TaskRecord[FIRST_CAPACITY];
  private @Nullable TaskRecord[] index = new TaskRecord[2 * FIRST_CAPACITY];
  private int size;
  private int[] freeIndices = new int[FIRST_CAPACITY];
  private int free; // how many there are
  private int indices; // that were ever given

  int size() {
    return size;
  }

  /// More than any task's index.
  int indices() {
    return indices;
  }

  /// The task at a place below the size. Places change with removals.
  TaskRecord at(int place) {
    var task = dense[place];
    if (task == null || place >= size) throw new IndexOutOfBoundsException(place);
    return task;
  }

  @Nullable TaskRecord get(long id) {
    return index[find(id)];
  }

  /// Adds a task whose id is not there yet.
  void add(TaskRecord task) {
    if (size == dense.length) grow();
    dense[size] = task;
    task.slot = size++;
    task.index = free > 0 ? freeIndices[--free] : indices++;
    index[find(task.id())] = task;
  }

  void remove(TaskRecord task) {
    int place = task.slot;
    if (place < 0) return;
    var last = at(size - 1);
    size--;
    dense[place] = last;
    last.slot = place;
    dense[size] = null;
    task.slot = -1;
    if (free == freeIndices.length) freeIndices = Arrays.copyOf(freeIndices, 2 * free);
    freeIndices[free++] = task.index;
    removeFromIndex(find(task.id()));
  }

  private void removeFromIndex(int hole) {
    int mask = index.length - 1;
    index[hole] = null;
    for (int i = hole + 1 & mask;; i = i + 1 & mask) {
      var task = index[i];
      if (task == null) return;
      int home = home(task.id());
      // Movable when its home is not between the hole and where it stands.
      if ((i - home & mask) >= (i - hole & mask)) {
        index[hole] = task;
        index[i] = null;
        hole = i;
      }
    }
  }

  /// The place of an id in the index, or of the empty slot where it belongs.
  private int find(long id) {
    int mask = index.length - 1;
    int i = home(id);
    while (true) {
      var task = index[i];
      if (task == null || task.id() == id) return i;
      i = i + 1 & mask;
    }
  }

  private int home(long id) {
    long hash = id * 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio spreads consecutive ids
    return (int) (hash >>> 32) & index.length - 1;
  }

  private void grow() {
    dense = Arrays.copyOf(dense, 2 * dense.length);
    index = new TaskRecord[2 * dense.length];
    for (int i = 0; i < size; i++) {
      var task = at(i);
      index[find(task.id())] = task;
    }
  }
}
