package dev.kioto.console.lanes;

import java.util.Arrays;

/// A list of numbers that grows. One thread.
final class Numbers {
  private long[] numbers = new long[64];
  private int size;

  void add(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  /// Adds to a number that is there, counted from the end.
  void increase(int fromEnd, long by) {
    numbers[size - fromEnd] += by;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
