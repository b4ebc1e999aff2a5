package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TaskLookup;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.TaskView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds tasks by their ids, also at levels at which nothing is kept of a task: then the runtimes are asked for those that live.
/// Any thread.
final class LiveTasks {
  private final Recorder recorder;
  private final Aggregator aggregator;

  LiveTasks(Recorder recorder, Aggregator aggregator) {
    this.recorder = recorder;
    this.aggregator = aggregator;
  }

  /// A task, or null when the id is unknown or its task is forgotten.
  @Nullable TaskLookup find(long id) {
    return find(List.of(id)).get(id);
  }

  /// Tasks by their ids, as far as they are known, in the order of the ids.
  SortedMap<Long, TaskLookup> find(List<Long> ids) {
    var found = new TreeMap<Long, TaskLookup>();
    boolean missing = false;
    for (long id : ids) {
      var task = aggregator.find(id);
      if (task != null) {
        found.put(id, task);
      } else {
        missing = true;
      }
    }
    if (missing) {
      var living = living();
      ids.forEach(id -> {
        var view = living.get(id);
        if (view != null) {
          found.putIfAbsent(id, new TaskLookup(view, 0));
        }
      });
    }
    return found;
  }

  /// All that live, in the order of their ids.
  SortedMap<Long, TaskLookup> all() {
    var all = new TreeMap<Long, TaskLookup>();
    living().forEach((id, view) -> {
      var known = aggregator.find(id);
      all.put(id, new TaskLookup(view, known == null ? 0 : known.lastWokenBy()));
    });
    return all;
  }

  private Map<Long, TaskView> living() {
    var living = new HashMap<Long, TaskView>();
    recorder.runtimes().forEach(runtime -> runtime.tasks().forEach(task -> living.put(task.id(), task)));
    return living;
  }
}
