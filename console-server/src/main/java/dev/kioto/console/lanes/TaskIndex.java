package dev.kioto.console.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives each task that an answer names a number from 0 on. One thread.
final class TaskIndex {
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Long> tasks = new ArrayList<>();

  /// The number of a task; -1 for none.
  int of(long task) {
    if (task == 0) {
      return -1;
    }
    return numbers.computeIfAbsent(task, id -> {
      tasks.add(id);
      return tasks.size() - 1;
    });
  }

  List<Long> tasks() {
    return tasks;
  }
}
