package dev.kioto.console.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The wakes of a window, each with the poll that it brought about. One thread.
final class WakeArrows {
  // Events are counted by segments: so many of a lane may lie outside of the window.
  private static final int WHOLE_SEGMENTS = 4096;

  private final TaskIndex tasks;
  private final Map<Long, List<Wake>> open = new HashMap<>(); // by the task that was woken
  private final List<Wake> wakes = new ArrayList<>();
  private long count;

  WakeArrows(TaskIndex tasks) {
    this.tasks = tasks;
  }

  private static final class Wake {
    private final long at;
    private final int lane;
    private final long by;
    private final long task;
    private int polledOn = -1;
    private long polledAt = Long.MAX_VALUE;

    private Wake(long at, int lane, long by, long task) {
      this.at = at;
      this.lane = lane;
      this.by = by;
      this.task = task;
    }
  }

  /// @param after how long after the window a poll may begin
  /// @param most when there are more wakes, they are counted alone
  void find(List<Lane> lanes, long from, long to, long after, int most) {
    count = lanes.stream().mapToLong(lane -> lane.wakesAround(from, to)).sum();
    if (count > most + (long) WHOLE_SEGMENTS * lanes.size()) return; // far more than the most
    count = 0;
    for (int i = 0; i < lanes.size(); i++) {
      int place = i;
      lanes.get(i).wakes(from, to, (at, task, other, _) -> {
        count++;
        if (at < from || count > most) return;
        var wake = new Wake(at - from, place, other, task);
        wakes.add(wake);
        open.computeIfAbsent(task, _ -> new ArrayList<>()).add(wake);
      });
    }
    if (count > most) {
      wakes.clear();
      return;
    }
    for (int i = 0; i < lanes.size() && !open.isEmpty(); i++) {
      int place = i;
      lanes.get(i).pollsFrom(from, to + after, (start, task) -> polled(start - from, task, place));
    }
  }

  private void polled(long at, long task, int lane) {
    for (var wake : open.getOrDefault(task, List.of())) {
      if (at >= wake.at && at < wake.polledAt) {
        wake.polledAt = at;
        wake.polledOn = lane;
      }
    }
  }

  long count() {
    return count;
  }

  /// Six numbers each: see [LaneWindow#wakes].
  long[] arrows() {
    var numbers = new Numbers();
    for (var wake : wakes) {
      numbers.add(wake.at);
      numbers.add(wake.lane);
      numbers.add(tasks.of(wake.by));
      numbers.add(tasks.of(wake.task));
      numbers.add(wake.polledOn);
      numbers.add(wake.polledOn < 0 ? 0 : wake.polledAt);
    }
    return numbers.toArray();
  }
}
