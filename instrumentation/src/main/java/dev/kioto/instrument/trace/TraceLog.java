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
    return (long) segments.size() * SEGMENT_BYTES;
  }

  // Writing.

  /// The thread that the next events come from.
  public void source(ThreadSource thread) {
    source = thread;
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
      segments.removeFirst();
    }
  }

  private @Nullable Segment ready() {
    var segment = open;
    if (segment == null || !segment.hasRoom()) {
      segment = next();
    }
    if (segment != null) {
      segment.thread(source);
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
      fresh = segments.removeFirst();
    }
    if (fresh == null) {
      fresh = allocate();
    }
    open = fresh;
    if (fresh != null) {
      segments.add(fresh.begin(segmentCount++, eventCount));
      if (unkept > 0) {
        fresh.lost(unkept);
        unkept = 0;
      }
    }
    return fresh;
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
    return cursor(open == null ? segmentCount : open.number(), events(), Long.MAX_VALUE, Long.MIN_VALUE);
  }

  /// Opens a place for the events that are there now, oldest first.
  ///
  /// @param notBefore the instant before which an event must not have ended; absent: [Long#MIN_VALUE]
  /// @return null when the flight recorder is off
  public @Nullable TraceCursor dump(long notBefore) {
    if (!isRecording()) {
      return null;
    }
    return segments.isEmpty() ? cursor(segmentCount, events(), events(), notBefore)
        : cursor(segments.getFirst().number(), segments.getFirst().firstEvent(), events(), notBefore);
  }

  private static TraceCursor cursor(long segment, long from, long until, long notBefore) {
    return new TraceCursor(segment, from, until, notBefore);
  }

  /// Lets go of a place of [#watch]. To be called once for each.
  public void unwatch() {
    watchers--;
    while (!segments.isEmpty() && segments.size() > limit()) {
      segments.removeFirst();
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
