package dev.kioto.instrument.aggregate;

import java.util.List;

/// Tasks by id, as many as are worth naming.
///
/// @param ids none twice
/// @param more how many there are besides, about
public record NamedTasks(List<Long> ids, int more) {
  // What fits into a message beside others. A guess.
  static final int MAX = 1000;

  static final NamedTasks NONE = new NamedTasks(List.of(), 0);

  /// The first of a list, none twice.
  static NamedTasks of(List<Long> ids) {
    if (ids.isEmpty()) {
      return NONE;
    }
    var distinct = ids.stream().distinct().toList();
    return distinct.size() <= MAX ? new NamedTasks(distinct, 0)
        : new NamedTasks(List.copyOf(distinct.subList(0, MAX)), distinct.size() - MAX);
  }
}
