package dev.kioto.console.diagnosis;

import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.WorkerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the workers of one runtime did between two moments.
///
/// @param nanos how long that is
record Spread(long runtimeId, String runtimeName, long nanos, List<Did> workers) {

  /// What one worker did. Nothing is negative: totals that went down count as not moved.
  record Did(WorkerState worker, double busyShare, long polls, long parks, long noopWakeups) {
  }

  /// By runtime; of runtimes whose workers are not the same in both, nothing.
  static List<Spread> between(Workers before, Workers now) {
    long nanos = now.asOf() - before.asOf();
    if (nanos <= 0) return List.of();
    var earlier = new HashMap<String, WorkerState>();
    for (var worker : before.all()) earlier.put(key(worker), worker);
    var byRuntime = new HashMap<Long, List<Did>>();
    var names = new HashMap<Long, String>();
    for (var worker : now.all()) {
      var was = earlier.get(key(worker));
      if (was == null) return List.of();
      names.put(worker.runtimeId(), worker.runtimeName());
      byRuntime.computeIfAbsent(worker.runtimeId(), _ -> new ArrayList<>()).add(did(was, worker, nanos));
    }
    return byRuntime.entrySet().stream().sorted(Map.Entry.comparingByKey(Long::compareUnsigned))
        .map(entry -> new Spread(entry.getKey(), names.getOrDefault(entry.getKey(), ""), nanos, entry.getValue()))
        .toList();
  }

  private static String key(WorkerState worker) {
    return worker.runtimeId() + "/" + worker.index();
  }

  private static Did did(WorkerState was, WorkerState is, long nanos) {
    return new Did(is, Math.clamp((double) (is.busyNanos() - was.busyNanos()) / nanos, 0, 1),
        Math.max(0, is.polls() - was.polls()), Math.max(0, is.parks() - was.parks()),
        Math.max(0, is.noopWakeups() - was.noopWakeups()));
  }

  /// A runtime as what a finding is about.
  Subject subject() {
    return new Subject(Subject.Kind.RUNTIME, Long.toUnsignedString(runtimeId), runtimeName, null);
  }

  /// How a sentence names the runtime.
  String called() {
    return runtimeName.isEmpty() ? "runtime " + Long.toUnsignedString(runtimeId) : "the runtime '" + runtimeName + "'";
  }
}
