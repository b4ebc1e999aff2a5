package dev.kioto.instrument.trace;

import dev.kioto.instrument.recorder.ThreadSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last events, in segments: as many and as old ones as the flight recorder may hold, and at least so many that those who
/// watch have time to read. Empty and off while neither wants any.
///
/// Guarded by the lock of the aggregator, with all cursors.
public final class TraceLog {
  /*
   * Invariants: the numbers of the segments follow each other; each begins with the event after the last one of the segment
   * before; the last one is open, the others are sealed. A segment that is let go is the oldest, and is written anew as soon
   * as another one is needed: so in a flood no memory is taken or given back.
   *
   * A dump pins the segments that are there, so that it tells of the moment at which it was asked for, however fast events
   * come and however slowly it is read. A segment that is let go while it is pinned is held: it is in no list but those of its
   * dumps, and still counts as memory. When there are as many as two logs would take, pinned ones are written anew too: who
   * finds another number on a segment than it had has missed it.
   */
  /// Of what the log takes memory in.
  public static final int SEGMENT_BYTES = Segment.BYTES;
  // Half a second of some ten million events a second.
  private static final int WATCHED_SEGMENTS = 64;
  private static final long WATCHED_NANOS = 10_000_000_000L;
  private static final int MAX_WATCHERS = 64;
  private static final ThreadSource NOBODY = new ThreadSource(ThreadSource.SHARED, "", 0);

  private final int recordedSegments;
  private final long recordedNanos;
  private final List<Segment> segments = new ArrayList<>();
  private @Nullable Segment open;
  private int held;
  private int watchers;
  private long segmentCount;
  private long eventCount; // before the open segment
  private ThreadSource source = NOBODY;
  private long now;
  // Lost for want of memory, and not told of yet.
  private long unkept;

  /// @param recordedNanos how old an event of the flight recorder may be; 0 when it is off
  /// @param recordedBytes how much it may hold, from two segments on; less when it is off
  /// @param nowNanos the present instant
  public TraceLog(long recordedNanos, long recordedBytes, long nowNanos) {
    now = nowNanos;
    boolean on = recordedNanos > 0 && recordedBytes >= 2 * SEGMENT_BYTES;
    recordedSegments = on ? (int) Math.min(recordedBytes / SEGMENT_BYTES, Integer.MAX_VALUE / SEGMENT_BYTES) : 0;
    this.recordedNanos = on ? recordedNanos : 0;
  }

  /// Whether events are kept: by the flight recorder, or for somebody who watches.
  public boolean isOn() {
    return recordedSegments > 0 || watchers > 0;
  }

  /// Whether the flight recorder is on.
  public boolean isRecording() {
    return recordedSegments > 0;
  }

  /// What it holds in memory, in bytes.
  public long bytes() {
    return (long) (segments.size() + held) * SEGMENT_BYTES;
  }

  // Writing.

  /// The thread that the next events come from.
  public void source(ThreadSource thread) {
    source = thread;
    if (open != null && open.hasRoom()) {
      open.thread(thread);
    }
  }

  /// Keeps an event.
  public void event(TraceKind kind, long at, long task, long other, long value) {
    var segment = ready();
    if (segment == null) {
      unkept++;
    } else {
      segment.event(kind, at, task, other, value);
    }
  }

  /// Keeps two events: a poll, and at its end a wake of the task by itself.
  public void selfWokenPoll(long task, long start, long scheduled, long length) {
    var segment = ready();
    if (segment == null) {
      unkept += 2;
    } else {
      segment.selfWokenPoll(task, start, scheduled, length);
    }
  }

  /// Keeps the spawn of a task.
  public void spawned(long task, long parent, TaskLabel label, long at) {
    var segment = ready();
    if (segment == null) {
      unkept++;
    } else {
      segment.event(TraceKind.SPAWN, at, task, parent, segment.name(label));
    }
  }

  /// Keeps the end of a task.
  ///
  /// @param outcome as [TraceKind#END] has it
  /// @param label null when it is not known
  public void ended(long task, int outcome, @Nullable TaskLabel label, long at) {
    var segment = ready();
    if (segment == null) {
      unkept++;
    } else {
      segment.event(TraceKind.END, at, task, label == null ? 0 : segment.name(label), outcome);
    }
  }

  /// Notes that the recorder dropped events.
  public void lost(long events) {
    var segment = ready();
    if (segment == null) {
      unkept += events;
    } else {
      segment.lost(events);
    }
  }

  /// Ends a pass over all rings, and lets go of what is too old.
  public void passed(long nowNanos) {
    now = nowNanos;
    long keep = Math.max(recordedNanos, watchers > 0 ? WATCHED_NANOS : 0);
    while (segments.size() > 1 && nowNanos - segments.getFirst().sealedAt() > keep) {
      letGo();
    }
  }

  private @Nullable Segment ready() {
    var segment = open;
    if (segment == null || !segment.hasRoom()) {
      segment = next();
    }
    return segment;
  }

  private @Nullable Segment next() {
    var full = open;
    if (full != null) {
      full.seal(now);
      eventCount = full.endEvent();
    }
    Segment fresh = null;
    while (segments.size() >= limit()) {
      fresh = segments.size() + held < 2 * limit() ? letGo() : segments.removeFirst();
    }
    if (fresh == null) {
      fresh = allocate();
    }
    open = fresh;
    if (fresh != null) {
      segments.add(fresh.begin(segmentCount++, eventCount));
      fresh.thread(source);
      if (unkept > 0) {
        fresh.lost(unkept);
        unkept = 0;
      }
    }
    return fresh;
  }

  /// Lets go of the oldest segment.
  ///
  /// @return the segment, or null when it is held for dumps
  private @Nullable Segment letGo() {
    var oldest = segments.removeFirst();
    if (!oldest.isPinned()) {
      return oldest;
    }
    oldest.hold();
    held++;
    return null;
  }

  /// Takes memory, or what the oldest events have.
  private @Nullable Segment allocate() {
    try {
      return new Segment();
    } catch (OutOfMemoryError _) {
      return segments.isEmpty() ? null : segments.removeFirst(); // the program is in trouble that this must not add to
    }
  }

  private int limit() {
    return Math.max(recordedSegments, watchers > 0 ? WATCHED_SEGMENTS : 0);
  }

  // Reading.

  /// How many events were written or lost so far.
  public long events() {
    return open == null ? eventCount : open.endEvent();
  }

  /// Opens a place for all events from now on.
  ///
  /// @return null when 64 watch already
  public @Nullable TraceCursor watch() {
    if (watchers == MAX_WATCHERS) {
      return null;
    }
    watchers++;
    return new TraceCursor(open == null ? segmentCount : open.number(), events(), Long.MAX_VALUE, Long.MIN_VALUE);
  }

  /// Opens a place for the events that are there now, oldest first.
  ///
  /// @param notBefore the instant before which an event must not have ended; absent: [Long#MIN_VALUE]
  /// @return null when the flight recorder is off
  public @Nullable TraceCursor dump(long notBefore) {
    if (!isRecording()) {
      return null;
    }
    long from = segments.isEmpty() ? events() : segments.getFirst().firstEvent();
    var cursor = new TraceCursor(segmentCount, from, events(), notBefore);
    for (var segment : segments) {
      cursor.pin(segment);
    }
    return cursor;
  }

  /// Lets go of a place of [#dump]. To be called once for each.
  public void release(TraceCursor cursor) {
    while (cursor.hasPinned()) {
      unpin(cursor);
    }
  }

  private void unpin(TraceCursor cursor) {
    if (cursor.unpin()) {
      held--;
    }
  }

  /// Lets go of a place of [#watch]. To be called once for each.
  public void unwatch() {
    watchers--;
    while (!segments.isEmpty() && segments.size() > limit()) {
      letGo();
    }
    if (!isOn()) {
      eventCount = events();
      open = null;
    }
  }

  /// Copies what comes next for a reader: at most one segment.
  ///
  /// @return whether there was anything: an event, or word of some that are gone
  public boolean copy(TraceCursor cursor) {
    return cursor.watches() ? copyNew(cursor) : copyPinned(cursor);
  }

  private boolean copyPinned(TraceCursor cursor) {
    boolean missed = false;
    while (cursor.hasPinned()) {
      missed |= cursor.missedPinned();
      if (cursor.takePinned()) {
        return true;
      }
      unpin(cursor);
    }
    return missed;
  }

  private boolean copyNew(TraceCursor cursor) {
    if (segments.isEmpty()) {
      return cursor.skipTo(segmentCount, events());
    }
    var oldest = segments.getFirst();
    boolean missed = cursor.segment() < oldest.number() && cursor.skipTo(oldest.number(), oldest.firstEvent());
    var segment = segmentOf(cursor);
    if (segment != null && cursor.hasRead(segment) && !segment.equals(open)) {
      cursor.moveTo(segment.number() + 1);
      segment = segmentOf(cursor);
    }
    boolean taken = segment != null && cursor.take(segment);
    return missed || taken;
  }

  /// Whether there is something to copy for a reader now.
  public boolean isBehind(TraceCursor cursor) {
    return cursor.isBefore(events());
  }

  private @Nullable Segment segmentOf(TraceCursor cursor) {
    long index = cursor.segment() - segments.getFirst().number();
    return index < segments.size() ? segments.get((int) index) : null;
  }
}
