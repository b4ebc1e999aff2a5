package dev.kioto.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A queue, first in, first out, that grows. In place of `ArrayDeque` for what must not be lost: that one forgets all it holds
/// when there is no memory to grow, this one stays as it is. One thread at a time.
///
/// @param <E> what is queued
final class Ring<E> {
  private @Nullable Object[] slots; // as many as a power of two
  private int head; // position of the oldest, which wraps
  private int size;

  /// @param capacity to begin with, a power of two
  Ring(int capacity) {
    slots = new Object[capacity];
  }

  /// Adds an element at the back.
  ///
  /// @throws OutOfMemoryError when the queue is full and cannot grow; it is as it was
  void add(E element) {
    if (size == slots.length) {
      grow();
    }
    slots[(head + size) & (slots.length - 1)] = element;
    size++;
  }

  private void grow() {
    var more = new Object[2 * slots.length];
    int first = head & (slots.length - 1);
    System.arraycopy(slots, first, more, 0, size - first);
    System.arraycopy(slots, 0, more, size - first, first);
    slots = more;
    head = 0;
  }

  /// Takes the oldest, or null when there is none.
  @SuppressWarnings("unchecked") // only E are added
  @Nullable E poll() {
    if (size == 0) {
      return null;
    }
    int slot = head & (slots.length - 1);
    var element = (E) slots[slot];
    slots[slot] = null;
    head++;
    size--;
    return element;
  }

  /// Takes one element out, which costs a step for each that is in.
  ///
  /// @return false when it is not in
  boolean remove(E element) {
    boolean found = false;
    for (int left = size; left > 0; left--) {
      var next = poll();
      if (!found && element.equals(next)) {
        found = true;
      } else if (next != null) {
        add(next); // there is room: it was in
      }
    }
    return found;
  }

  /// What is in, oldest first.
  @SuppressWarnings("unchecked") // only E are added
  List<E> toList() {
    var all = new ArrayList<E>(size);
    for (int i = 0; i < size; i++) {
      all.add((E) slots[(head + i) & (slots.length - 1)]);
    }
    return all;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(toList().toArray());
  }
}
