package dev.kioto.instrument.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kioto.instrument.recorder.ThreadSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run of records in 64 KiB that can be read without those before it.
///
/// ```text
/// record   header (2)   instant (1 2 4 8)   task (0..8)   other (0..8)   value (0..8)   text
///
/// header   bits 0..4 kind | 5..6 size of instant | 7..9 of task | 10..12 of other | 13..15 of value
///          sizes of instant: 1, 2, 4, 8 bytes; of the others: 0, 1, 2, 3, 4, 5, 6, 8 bytes
/// instant  less that of the record before in nanoseconds, zigzag; the first one from 0
/// task     less that of the event before, zigzag; the first one from 0
///
/// kind     TraceKind's ordinal, or
/// SELF_WOKEN   two events: a POLL, and a WAKE of the task by itself at its end, in this order of ends
/// THREAD   the next events are of the thread with the index `task`, from 0; value: bytes of its name in the text, other: its
///          thread id; both 0 when the segment has named it so before
/// NAME     the next number for a task's name, from 1 in each segment; task, other, value: bytes of name, location and type in
///          the text. SPAWN has such a number as value, END as other
/// LOST     value: events that the recorder had to drop; they count as events
/// ```
///
/// Numbers are little-endian. A number is written in eight bytes of which the next one overwrites what it does not need: so
/// a record costs no branch a byte, and a segment ends a little before its array does. An event takes about ten bytes.
///
/// Not safe for use by several threads.
@SuppressWarnings("EnumOrdinal") // in memory alone, written and read here
final class Segment {
  static final int BYTES = 1 << 16;

  static final int SELF_WOKEN = 28;
  static final int THREAD = 29;
  static final int NAME = 30;
  static final int LOST = 31;

  static final int TASK_SHIFT = 7;
  static final int OTHER_SHIFT = 10;
  static final int VALUE_SHIFT = 13;
  static final int AT_SHIFT = 5;
  static final int KIND_MASK = 0x1f;
  static final int SIZE_MASK = 7;

  // Of a record without text, with the bytes that it may write and does not need.
  private static final int MAX_RECORD = 2 + 4 * Long.BYTES + Long.BYTES;
  // Of a text: three parts of 256 characters, each of up to three bytes.
  private static final int MAX_TEXT = 3 * 256 * 3;
  // An event with all that may have to be said before it.
  private static final int MAX_EVENT = 3 * MAX_RECORD + 2 * MAX_TEXT;

  static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes = new byte[BYTES];
  // What this segment has named. Cleared when another one follows: readers learn from the records.
  private final Map<TaskLabel, Integer> names = new HashMap<>();
  private final Map<Integer, String> threads = new HashMap<>();

  private long number;
  private long firstEvent;
  // Written, or lost between those that are written.
  private long events;
  private int used;
  private long lastAt;
  private long lastTask;
  private @Nullable ThreadSource thread;
  private long sealedAt;
  // Dumps that have yet to read it, and whether it is kept for them alone.
  private int pins;
  private boolean isHeld;

  /// Starts anew.
  ///
  /// @param number of the segment, one above that of the one before
  /// @param firstEvent how many events were written or lost before it
  Segment begin(long number, long firstEvent) {
    this.number = number;
    this.firstEvent = firstEvent;
    events = 0;
    used = 0;
    lastAt = 0;
    lastTask = 0;
    thread = null;
    pins = 0;
    isHeld = false;
    names.clear();
    threads.clear();
    return this;
  }

  /// Notes that another segment follows. All its events were before this instant.
  void seal(long now) {
    sealedAt = now;
    names.clear();
    threads.clear();
  }

  // For dumps.

  void pin() {
    pins++;
  }

  boolean isPinned() {
    return pins > 0;
  }

  void hold() {
    isHeld = true;
  }

  /// Takes one pin back.
  ///
  /// @return whether it was held, and is needed no more
  boolean unpin() {
    pins--;
    return isHeld && pins == 0;
  }

  long number() {
    return number;
  }

  long sealedAt() {
    return sealedAt;
  }

  int used() {
    return used;
  }

  long firstEvent() {
    return firstEvent;
  }

  /// How many events were written or lost up to its end.
  long endEvent() {
    return firstEvent + events;
  }

  boolean hasRoom() {
    return used + MAX_EVENT <= BYTES;
  }

  void event(TraceKind kind, long at, long task, long other, long value) {
    put(kind.ordinal(), at, task, other, value);
    events++;
  }

  void selfWokenPoll(long task, long start, long scheduled, long length) {
    put(SELF_WOKEN, start, task, scheduled, length);
    events += 2;
  }

  void lost(long lost) {
    put(LOST, lastAt, lastTask, 0, lost);
    events += lost;
  }

  /// Makes the next events those of a thread.
  @SuppressWarnings("ReferenceEquality") // the same one is asked for again and again
  void thread(ThreadSource source) {
    if (thread == source) {
      return;
    }
    thread = source;
    int index = source.index();
    long task = lastTask;
    if (source.name().equals(threads.put(index, source.name()))) {
      put(THREAD, lastAt, index, 0, 0);
    } else {
      var name = TraceTaskName.cut(source.name()).getBytes(UTF_8);
      put(THREAD, lastAt, index, source.threadId(), name.length);
      text(name);
    }
    lastTask = task;
  }

  /// The number that stands for a name in this segment.
  int name(TaskLabel label) {
    Integer known = names.get(label);
    if (known != null) {
      return known;
    }
    int next = names.size() + 1;
    names.put(label, next);
    var name = label.toName();
    var first = name.name().getBytes(UTF_8);
    var second = name.location().getBytes(UTF_8);
    var third = name.type().getBytes(UTF_8);
    long task = lastTask;
    put(NAME, lastAt, first.length, second.length, third.length);
    lastTask = task;
    text(first);
    text(second);
    text(third);
    return next;
  }

  private void text(byte[] text) {
    System.arraycopy(text, 0, bytes, used, text.length);
    used += text.length;
  }

  private void put(int kind, long at, long task, long other, long value) {
    long atDelta = zigzag(at - lastAt);
    long taskDelta = zigzag(task - lastTask);
    lastAt = at;
    lastTask = task;
    int atSize = instantSize(atDelta);
    int taskSize = size(taskDelta);
    int otherSize = size(other);
    int valueSize = size(value);
    int place = used;
    SHORT.set(bytes, place, (short) (kind | atSize << AT_SHIFT | taskSize << TASK_SHIFT | otherSize << OTHER_SHIFT
        | valueSize << VALUE_SHIFT));
    place += 2;
    LONG.set(bytes, place, atDelta);
    place += 1 << atSize;
    LONG.set(bytes, place, taskDelta);
    place += bytesOf(taskSize);
    LONG.set(bytes, place, other);
    place += bytesOf(otherSize);
    LONG.set(bytes, place, value);
    used = place + bytesOf(valueSize);
  }

  private static long zigzag(long number) {
    return (number << 1) ^ (number >> 63);
  }

  static long unzigzag(long number) {
    return (number >>> 1) ^ -(number & 1);
  }

  private static int needed(long number) {
    return (Long.SIZE + 7 - Long.numberOfLeadingZeros(number)) >>> 3;
  }

  private static int instantSize(long number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, needed(number)) - 1);
  }

  private static int size(long number) {
    return Math.min(SIZE_MASK, needed(number));
  }

  /// The bytes that a size stands for: 7 for 8, all others for themselves.
  static int bytesOf(int size) {
    return size + ((size + 1) >>> 3);
  }
}
