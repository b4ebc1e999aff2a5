package dev.kioto.console.lanes;

import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceSink;
import dev.kioto.console.trace.TraceTask;
import dev.kioto.console.trace.TraceThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The events of a program that a person may still look at: those of the last minutes, and the last few millions. Events come by one
/// thread; any thread may ask for a window.
public final class LaneLog implements TraceSink {
  /*
   * Level of detail. An answer has a span for each poll that is at least as wide as a pixel, and one for each pixel in which narrower ones
   * began. To find them, a wide window reads what 64 polls come to in place of the polls, where these lie within a pixel; so the work is
   * of the order of the pixels and of the blocks, not of the events. Both directions of time are open: a poll is told when it is over,
   * so a window's right edge fills in from behind.
   */
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int MOST_SEGMENTS = 512; // of 4096 polls: two million, some 50 MB
  private static final int MOST_LANES = 1024;
  private static final int MOST_NAMES = 100_000;
  private static final int MOST_WAKES = 400; // an arrow each; more are a carpet
  private static final int WAITING_PIXELS = 4; // to one of its parts
  private static final long LATEST_POLL = 50_000_000; // after a window, to find what its wakes brought about
  private static final List<TraceKind> MARKS = List.of(TraceKind.STEAL, TraceKind.OVERFLOW, TraceKind.DRIVER_TURN,
      TraceKind.HANDOFF, TraceKind.PINNED);

  private final Object lock = new Object();
  private final int mostSegments;
  // All guarded by lock.
  private final Map<Integer, Lane> lanes = new TreeMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final LinkedHashMap<Long, TraceTask> tasks = new LinkedHashMap<>();
  private int segments;
  private long newest;
  private long droppedEvents;

  /// A log without events.
  public LaneLog() {
    this(MOST_SEGMENTS);
  }

  LaneLog(int mostSegments) {
    this.mostSegments = mostSegments;
  }

  @Override
  public void event(TraceKind kind, long at, int thread, long task, long other, long value) {
    switch (kind) {
      case POLL, PARK, WAKE, STEAL, OVERFLOW, DRIVER_TURN, HANDOFF, PINNED -> {
        boolean isSane = at > 0 && (!kind.hasLength() || value >= 0);
        if (isSane) add(kind, at, thread, task, other, value);
      }
      case SPAWN, END, INJECT, BLOCKING_QUEUED, BLOCKING_THREAD_STARTED, BLOCKING_THREAD_ENDED, RESOURCE, RESOURCE_END,
          OPERATION, OPERATION_POLL, OPERATION_END -> {
        // they are not drawn
      }
    }
  }

  private void add(TraceKind kind, long at, int thread, long task, long other, long value) {
    synchronized (lock) {
      if (lanes.size() >= MOST_LANES && !lanes.containsKey(thread)) {
        droppedEvents++;
        return;
      }
      var lane = lanes.computeIfAbsent(thread, _ -> new Lane());
      long end = kind.hasLength() ? at + value : at;
      if (lane.has(end)) return;
      newest = Math.max(newest, end);
      boolean begun = kind == TraceKind.POLL ? lane.poll(at, value, task, Math.clamp(other, 0, at))
          : lane.mark(kind, at, task, other, value);
      if (begun && ++segments > mostSegments) makeRoom();
    }
  }

  // The oldest goes first, whatever its lane.
  private void makeRoom() {
    long before = newest - KEPT.toNanos();
    for (var lane : lanes.values()) segments -= lane.forget(before);
    while (segments > mostSegments) {
      long oldest = lanes.values().stream().mapToLong(Lane::oldestEnd).min().orElse(Long.MAX_VALUE);
      if (oldest == Long.MAX_VALUE) return; // marks alone, of the last minutes
      for (var lane : lanes.values()) segments -= lane.forget(oldest + 1);
    }
    lanes.values().removeIf(Lane::isEmpty);
  }

  /// What was added so far is the past; what comes from now on, and was over by then, is the same once more, and is not added.
  public void endPast() {
    synchronized (lock) {
      lanes.values().forEach(Lane::endPast);
    }
  }

  @Override
  public void thread(TraceThread thread) {
    synchronized (lock) {
      if (names.size() < MOST_NAMES) names.put(thread.index(), thread.name());
    }
  }

  @Override
  public void task(TraceTask task) {
    synchronized (lock) {
      tasks.putLast(task.id(), task);
      if (tasks.size() > MOST_NAMES) tasks.pollFirstEntry();
    }
  }

  @Override
  public void dropped(long events) {
    synchronized (lock) {
      droppedEvents += events;
    }
  }

  @Override
  public void leaveOut(long events) {
    dropped(events);
  }

  /// When the last event was over, in nanoseconds since 1970; 0 when there is none.
  public long newest() {
    synchronized (lock) {
      return newest;
    }
  }

  /// What is to be drawn of a window.
  ///
  /// @param to after `from`
  /// @param pixels how many parts of it the screen can show
  public LaneWindow window(long from, long to, int pixels) {
    double pixel = Math.max(1, (double) (to - from) / pixels);
    int parts = Math.max(1, pixels / WAITING_PIXELS);
    synchronized (lock) {
      var index = new TaskIndex();
      var shown = new ArrayList<LaneWindow.Lane>();
      var drawn = new ArrayList<Lane>();
      lanes.forEach((thread, lane) -> {
        shown.add(lane(thread, lane, from, to, pixel, parts, index));
        drawn.add(lane);
      });
      var wakes = new WakeArrows(index);
      wakes.find(drawn, from, to, LATEST_POLL, MOST_WAKES);
      long oldest = lanes.values().stream().mapToLong(Lane::oldest).min().orElse(newest);
      return new LaneWindow(from, to, Math.min(oldest, newest), newest, shown,
          index.tasks().stream().map(this::named).toList(), wakes.arrows(), wakes.count(), droppedEvents);
    }
  }

  private LaneWindow.Lane lane(int thread, Lane lane, long from, long to, double pixel, int parts, TaskIndex index) {
    var marks = new EnumMap<TraceKind, long[]>(TraceKind.class);
    for (var kind : MARKS) {
      long[] found = lane.marks(kind, from, to, pixel);
      if (found.length > 0) marks.put(kind, found);
    }
    var name = thread == TraceThread.SHARED ? "other threads" : names.getOrDefault(thread, "thread " + thread);
    return new LaneWindow.Lane(thread, name, lane.polls(from, to, pixel, index), lane.parks(from, to, pixel), marks,
        lane.waiting(from, to, parts));
  }

  private TraceTask named(long task) {
    var known = tasks.get(task);
    return known == null ? new TraceTask(task, "", "", "") : known;
  }
}
