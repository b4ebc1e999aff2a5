package dev.kioto.instrument.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A place in the log, and a copy of what comes next there. What is copied under the lock of the aggregator is read without
/// it, by one thread at a time.
public final class TraceCursor {
  private static final TraceKind[] KINDS = TraceKind.values();

  // The events that it is about: from one on, and up to but without another.
  private final long from;
  private final long until;
  private final long notBefore;

  // Guarded by the lock of the aggregator: what was copied so far.
  private long segment;
  private int offset;
  private long next;
  // Of a dump: what it has yet to read.
  private final ArrayDeque<Pinned> pinned = new ArrayDeque<>();

  // Written under the lock, and read after it by the thread that wrote it.
  private final byte[] bytes = new byte[Segment.BYTES];
  private int length;
  private boolean begins;
  private long missed;

  // Reader alone: where it is in the copy, and what the segment has said so far.
  private int place;
  private long event;
  private long at;
  private long task;
  private int thread;
  private final List<TraceTaskName> names = new ArrayList<>();

  TraceCursor(long segment, long from, long until, long notBefore) {
    this.segment = segment;
    this.from = from;
    this.until = until;
    this.notBefore = notBefore;
    next = from;
  }

  // Under the lock.

  long segment() {
    return segment;
  }

  boolean hasRead(Segment segment) {
    return offset == segment.used();
  }

  void moveTo(long segment) {
    this.segment = segment;
    offset = 0;
  }

  /// Goes on behind what is gone.
  ///
  /// @param first the event that is next there
  /// @return whether it misses something by that
  boolean skipTo(long segment, long first) {
    moveTo(segment);
    long end = Math.min(first, until);
    long gone = Math.max(0, end - next);
    missed += gone;
    next = Math.max(next, end);
    return gone > 0;
  }

  boolean watches() {
    return until == Long.MAX_VALUE;
  }

  /// Takes a segment into what is to be dumped.
  void pin(Segment segment) {
    segment.pin();
    pinned.add(new Pinned(segment, segment.number(), segment.endEvent()));
  }

  boolean hasPinned() {
    return !pinned.isEmpty();
  }

  /// Lets go of the next segment that is to be dumped.
  ///
  /// @return whether it was held for this one alone
  boolean unpin() {
    var first = pinned.remove();
    offset = 0;
    return first.isThere() && first.segment().unpin();
  }

  /// Whether the next segment that is to be dumped has been written anew, and so is missed.
  boolean missedPinned() {
    var first = pinned.element();
    if (first.isThere()) {
      return false;
    }
    boolean some = first.endEvent() > next;
    missed += Math.max(0, first.endEvent() - next);
    next = Math.max(next, first.endEvent());
    return some;
  }

  boolean takePinned() {
    var first = pinned.element();
    return first.isThere() && take(first.segment());
  }

  /// Copies what it has not read of a segment.
  boolean take(Segment segment) {
    if (next >= until || hasRead(segment)) {
      return false;
    }
    begins = offset == 0;
    length = segment.used() - offset;
    System.arraycopy(segment.bytes, offset, bytes, 0, length);
    offset = segment.used();
    if (begins) {
      event = segment.firstEvent();
    }
    next = segment.endEvent();
    return true;
  }

  boolean isBefore(long events) {
    return next < Math.min(until, events);
  }

  /// Whether all was copied that it is about.
  public boolean isAtEnd() {
    return next >= until;
  }

  // Without the lock.

  /// Hands over what was copied, and forgets it.
  public void read(TraceVisitor visitor) {
    if (missed > 0) {
      visitor.dropped(missed);
      missed = 0;
    }
    if (begins) {
      begins = false;
      at = 0;
      task = 0;
      names.clear();
    }
    place = 0;
    while (place < length) {
      record(visitor);
    }
    length = 0;
  }

  private void record(TraceVisitor visitor) {
    int header = (short) Segment.SHORT.get(bytes, place) & 0xffff;
    place += 2;
    long instant = at + Segment.unzigzag(number(1 << (header >>> Segment.AT_SHIFT & 3)));
    long subject = task + Segment.unzigzag(number(size(header >>> Segment.TASK_SHIFT)));
    long other = number(size(header >>> Segment.OTHER_SHIFT));
    long value = number(size(header >>> Segment.VALUE_SHIFT));
    int kind = header & Segment.KIND_MASK;
    switch (kind) {
      case Segment.THREAD -> thread(visitor, (int) subject, other, (int) value);
      case Segment.NAME -> names.add(new TraceTaskName(text((int) subject), text((int) other), text((int) value)));
      case Segment.LOST -> lost(visitor, value);
      case Segment.SELF_WOKEN -> {
        at = instant;
        task = subject;
        event(visitor, TraceKind.WAKE, instant + value, subject, 0);
        event(visitor, TraceKind.POLL, instant, other, value);
      }
      default -> {
        at = instant;
        task = subject;
        event(visitor, KINDS[kind], instant, other, value);
      }
    }
  }

  private void event(TraceVisitor visitor, TraceKind kind, long instant, long other, long value) {
    if (event >= from && event < until) {
      visit(visitor, kind, instant, other, value);
    }
    event++;
  }

  private void thread(TraceVisitor visitor, int index, long id, int nameBytes) {
    thread = index;
    if (nameBytes > 0 || id > 0) {
      visitor.thread(index, text(nameBytes), id);
    }
  }

  private void lost(TraceVisitor visitor, long events) {
    if (event >= from && event < until) {
      visitor.dropped(events);
    }
    event += events;
  }

  private void visit(TraceVisitor visitor, TraceKind kind, long at, long other, long value) {
    long length = kind == TraceKind.POLL || kind == TraceKind.PARK ? value : 0;
    if (notBefore != Long.MIN_VALUE && at + length - notBefore < 0) {
      return;
    }
    switch (kind) {
      case SPAWN -> {
        visitor.named(task, names.get((int) value - 1));
        visitor.event(kind, at, thread, task, other, 0);
      }
      case END -> {
        if (other > 0) {
          visitor.named(task, names.get((int) other - 1));
        }
        visitor.event(kind, at, thread, task, 0, value);
      }
      default -> visitor.event(kind, at, thread, task, other, value);
    }
  }

  private static int size(int bits) {
    return Segment.bytesOf(bits & Segment.SIZE_MASK);
  }

  private long number(int size) {
    long number = 0;
    if (size > 0) {
      number = (long) Segment.LONG.get(bytes, place) & (-1L >>> (Long.SIZE - Byte.SIZE * size));
      place += size;
    }
    return number;
  }

  private String text(int size) {
    String text = new String(bytes, place, size, UTF_8);
    place += size;
    return text;
  }

  /// A segment as it was when a dump began.
  private record Pinned(Segment segment, long number, long endEvent) {
    boolean isThere() {
      return segment.number() == number;
    }
  }
}
