package dev.kioto.console.cause;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.Incident.Kind;
import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.WorkerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who held the workers of a runtime in a time, as far as that is known without a flight recorder: by the long polls that the program
/// told of, and by what the workers poll now. Shorter polls are not seen.
public final class Holders {

  private static final int MOST_INCIDENTS = 500;

  private Holders() {}

  /// The tasks that held a worker between two instants of the program's clock, those that held one longest first.
  ///
  /// @param runtimeId 0 for all runtimes
  public static List<Held> between(RunModel model, long runtimeId, long from, long to) {
    var held = new ArrayList<Held>();
    Set<Long> seen = new HashSet<>();
    var names = names(model);
    for (var poll : model.incidents().list(one -> is(one, runtimeId, from, to), MOST_INCIDENTS)) {
      // One that goes on is known up to the last message, and is likely to have gone on since.
      long end = poll.ongoing() ? Math.max(poll.end(), to) : poll.end();
      long nanos = Math.min(end, to) - Math.max(poll.at(), from);
      if (poll.ongoing()) seen.add(poll.taskId());
      held.add(
          new Held(poll.taskId(), names.getOrDefault(key(poll.runtimeId(), poll.worker()), "worker " + poll.worker()),
              nanos, 1, nanos, poll.ongoing(), Places.of(poll)));
    }
    for (var worker : model.schedulers().workers().all()) {
      if (runtimeId == 0 || worker.runtimeId() == runtimeId) addPresent(held, seen, worker, from, to);
    }
    return merged(held);
  }

  private static boolean is(Incident one, long runtimeId, long from, long to) {
    return one.kind() == Kind.LONG_POLL && (runtimeId == 0 || one.runtimeId() == runtimeId) && one.at() < to
        && (one.ongoing() || one.end() > from);
  }

  private static String key(long runtime, int worker) {
    return runtime + "/" + worker;
  }

  private static Map<String, String> names(RunModel model) {
    var names = new HashMap<String, String>();
    for (var worker : model.schedulers().workers().all()) {
      names.put(key(worker.runtimeId(), worker.index()), worker.threadName());
    }
    return names;
  }

  private static void addPresent(List<Held> held, Set<Long> seen, WorkerState worker, long from, long to) {
    add(held, seen, worker.currentTask(), worker.pollStartedAt(), worker.threadName(), from, to);
    for (var poll : worker.handedOverPolls()) {
      if (poll.stuck()) add(held, seen, poll.taskId(), poll.startedAt(), poll.threadName(), from, to);
    }
  }

  private static void add(List<Held> held, Set<Long> seen, long task, long since, String thread, long from, long to) {
    if (task == 0 || since == TaskRecord.ABSENT || since >= to || !seen.add(task)) return;
    long nanos = to - Math.max(since, from);
    held.add(new Held(task, thread, nanos, 1, nanos, true, ""));
  }

  /// One for each task and worker, the longest first.
  static List<Held> merged(List<Held> held) {
    var by = new HashMap<String, Held>();
    for (var one : held) {
      by.merge(one.task() + " " + one.worker(), one, (a, b) -> new Held(a.task(), a.worker(), a.nanos() + b.nanos(),
          a.polls() + b.polls(), Math.max(a.longestNanos(), b.longestNanos()), a.ongoing() || b.ongoing(),
          a.place().isEmpty() ? b.place() : a.place()));
    }
    return by.values().stream().sorted(Comparator.comparingLong(Held::nanos).reversed()).toList();
  }
}
