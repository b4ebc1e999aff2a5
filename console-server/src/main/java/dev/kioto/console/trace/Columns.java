package dev.kioto.console.trace;

import java.util.Arrays;

/// Events by columns. One thread, until it is handed over.
final class Columns {

  private byte[] kinds = {};
  private long[] ats = {};
  private int[] threads = {};
  private long[] tasks = {};
  private long[] others = {};
  private long[] values = {};
  private int size;

  void add(int kind, long at, int thread, long task, long other, long value) {
    if (size == ats.length) resize(Math.max(1024, size + (size >> 1)));
    kinds[size] = (byte) kind;
    ats[size] = at;
    threads[size] = thread;
    tasks[size] = task;
    others[size] = other;
    values[size++] = value;
  }

  private void resize(int capacity) {
    kinds = Arrays.copyOf(kinds, capacity);
    ats = Arrays.copyOf(ats, capacity);
    threads = Arrays.copyOf(threads, capacity);
    tasks = Arrays.copyOf(tasks, capacity);
    others = Arrays.copyOf(others, capacity);
    values = Arrays.copyOf(values, capacity);
  }

  /// The same events in the order of their instants; those of one instant as they came.
  Columns sorted() {
    var order = order();
    var sorted = new Columns();
    sorted.resize(size);
    for (int i : order) sorted.add(kinds[i], ats[i], threads[i], tasks[i], others[i], values[i]);
    return sorted;
  }

  /// Merges runs of twice the width, until there is one.
  private int[] order() {
    var from = new int[size];
    Arrays.setAll(from, i -> i);
    var to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      for (long start = 0; start < size; start += 2 * width) {
        int middle = (int) Math.min(start + width, size);
        merge(from, to, (int) start, middle, (int) Math.min(start + 2 * width, size));
      }
      var merged = to;
      to = from;
      from = merged;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takesLeft = left < middle && (right >= end || ats[from[left]] <= ats[from[right]]);
      to[i] = takesLeft ? from[left++] : from[right++];
    }
  }

  int size() {
    return size;
  }

  int kind(int index) {
    return kinds[index];
  }

  long at(int index) {
    return ats[index];
  }

  int thread(int index) {
    return threads[index];
  }

  long task(int index) {
    return tasks[index];
  }

  long other(int index) {
    return others[index];
  }

  long value(int index) {
    return values[index];
  }
}
