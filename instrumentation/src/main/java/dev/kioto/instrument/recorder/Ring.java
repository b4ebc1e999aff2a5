package dev.kioto.instrument.recorder;

import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A bounded queue of fixed-layout records between one producer thread and one consumer thread at a time. [Decoder] reads
/// the records.
///
/// ```text
/// word             0                 1             2            3        4
///                +----------------+-------------+------------+--------+----------+
/// SPAWN          | kind           | task        |            | at     |          |   views[slot]: the task's view
/// POLL           | kind | counts  | task        | scheduled  | start  | end      |
/// WAKE           | kind           | task        | waker task | at     |          |
/// END            | kind | outcome | task        |            | at     |          |
/// RESOURCE       | kind           | resource    |            | at     |          |   views[slot]: the resource's view
/// RESOURCE_END   | kind           | resource    |            | at     |          |
/// OPERATION      | kind           | operation   |            | at     |          |   views[slot]: the operation's view
/// OPERATION_POLL | kind | ready   | operation   |            | at     |          |
/// OPERATION_END  | kind | ready   | operation   |            | at     |          |
/// SCHEDULER      | kind | event   | other       | value      | at     |          |
///                +----------------+-------------+------------+--------+----------+
/// word 0: bits 0..7 ordinal of EventKind, bits 8..39 the argument: wakers taken (POLL), ordinal of TaskOutcome or of
///         SchedulerEvent, ready as 1 or 0; bits 40..47 of a POLL the self-wakes during it that have no record of their own
///         (they are told of at its end), of an OPERATION_END 1 when its last poll has no record of its own
/// ```
///
/// The capacity is a power of two. An eighth of it is kept for the beginnings and ends of tasks and resources: a flood of
/// polls, wakes and operations cannot push them out, since to lose one of them does more harm.
@SuppressWarnings("EnumOrdinal") // in memory alone
final class Ring {
  /*
   * A record is put on the stage, and a whole stage at a time is copied into the ring. The consumer takes what the ring has, and
   * then what is on the stage, so that a producer that falls silent withholds nothing.
   *
   *             head                tail               end
   *   ----------+-------------------+------------------+--------     head may be beyond the tail, when records of the stage
   *   read      | in the ring       | on the stage     | free        were taken: the ring gets them all the same, unread
   *
   * Happens-before:
   *
   *   producer   stage, views (plain)  ->  end (release)
   *   consumer   end (acquire)         ->  stage, views (plain)       a record that is counted is whole
   *   producer   words (plain)         ->  tail (release)
   *   consumer   tail (acquire)        ->  words (plain)              so is one that was copied
   *   consumer   words, views (plain)  ->  head (release)
   *   producer   head (acquire)        ->  words, views (plain)       a slot is written only after it was read
   *   producer   tail (release)        ->  store-store fence  ->  stage (plain)
   *   consumer   stage (plain)         ->  load-load fence    ->  tail
   *
   * Producer: a slot at position p is written only while p - seenHead < capacity, and seenHead was read with acquire, so
   * the consumer's reads of the record that was there before are over. Consumer: only positions below a tail read with
   * acquire are read from the ring. Without the first pair the consumer could see a counted record's old words; without the third
   * the producer could overwrite what is being read.
   *
   * The stage is overwritten without asking, which the last two lines find out: a record of the position p is overwritten only
   * after the tail went beyond p. A consumer that has copied words of a later round finds a later tail behind its copy, throws
   * the copy away and finds the records in the ring. Without the fences it could take words of the next round for those of this
   * one.
   *
   * `next` is one more release/acquire pair: it is set after the last record of this ring, so whoever sees it sees all that was
   * ever written here.
   *
   * Invariants: tail <= end < tail + stage size; head <= end <= head + capacity; tail is a multiple of the stage size.
   */
  static final int WORDS = 5;
  /// Memory of a record: its words, and a reference of at least 4 bytes.
  static final int RECORD_BYTES = WORDS * Long.BYTES + Integer.BYTES;

  /// What the bits 40..47 of word 0 hold at most.
  static final int MAX_EXTRA = 0xff;
  static final int ARGUMENT_SHIFT = 8;
  static final int EXTRA_SHIFT = 40;
  static final int KIND_MASK = 0xff;

  // Some dozen cache lines; more would gain little.
  private static final int STAGE = 64;

  // Gives room back to the producer in the middle of a long drain.
  private static final int RELEASE_EVERY = 256;

  private static final VarHandle HEAD = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "head",
      VarHandle.class, Ring.class, long.class);
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, Ring.class, long.class);
  private static final VarHandle NEXT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "next",
      VarHandle.class, Ring.class, Ring.class);

  private final long[] words;
  private final @Nullable Object[] views;
  private final int capacity;
  private final int reserve;
  private final Stage stage;

  // Producer: read plainly and set release. Consumer: read acquire.
  private long tail;
  // Consumer: read plainly and set release. Producer: read acquire.
  private long head;
  // Producer alone: the head as last read, and the position up to which it need not be read again.
  private long seenHead;
  private long limit;
  // Consumer alone.
  private final long[] taken;
  // Set release once by the producer, after the last record; read acquire by the consumer.
  @SuppressWarnings("UnusedVariable") // by VarHandle
  private @Nullable Ring next;

  /// @param capacity in records: a power of two, at least 2
  Ring(int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("ring capacity " + capacity + ": must be a power of two and at least 2");
    }
    this.capacity = capacity;
    reserve = capacity / 8;
    words = new long[capacity * WORDS];
    views = new Object[capacity];
    limit = capacity / 2;
    stage = new Stage(Math.clamp(reserve, 1, STAGE));
    taken = new long[stage.size() * WORDS];
  }

  int capacity() {
    return capacity;
  }

  // Producer.

  /// Whether any record may be written now, by what is known without looking at the consumer. When false, [#refresh]
  /// and ask again.
  boolean hasRoom() {
    return stage.end() < limit;
  }

  /// Whether a record of a kind that room is kept for may be written now, by what the last [#refresh] saw.
  boolean hasReservedRoom() {
    return stage.end() - seenHead < capacity;
  }

  /// Looks how far the consumer is.
  ///
  /// @return records that wait to be drained
  int refresh() {
    long head = headAcquire();
    seenHead = head;
    int waiting = (int) (stage.end() - head);
    // Stops at the half first, so that the producer comes by here while there is time to ask for a drain.
    limit = head + (waiting < capacity / 2 ? capacity / 2 : capacity - reserve);
    return waiting;
  }

  /// The consumer's position as the last [#refresh] saw it.
  long seenHead() {
    return seenHead;
  }

  /// @param selfWakes from 0 to [#MAX_EXTRA]
  void putPoll(long task, long scheduledAt, long start, long end, int wakersTaken, int selfWakes) {
    put(EventKind.POLL, ((long) selfWakes << 32) | wakersTaken, task, scheduledAt, start, end);
  }

  void putWake(long task, long wakerTask, long at) {
    put(EventKind.WAKE, 0, task, wakerTask, at, 0);
  }

  void putEnd(long task, TaskOutcome outcome, long at) {
    putId(EventKind.END, outcome.ordinal(), task, at);
  }

  /// A record that has a view, and an id, and nothing else.
  void putView(EventKind kind, Object view, long id, long at) {
    views[slot(stage.end())] = view;
    put(kind, 0, id, 0, at, 0);
  }

  /// A record that has an id and an argument, and nothing else.
  void putId(EventKind kind, long argument, long id, long at) {
    put(kind, argument, id, 0, at, 0);
  }

  /// @param polled whether its last poll has no record of its own
  void putOperationEnd(long operation, boolean ready, boolean polled, long at) {
    putId(EventKind.OPERATION_END, (polled ? 1L << 32 : 0) | (ready ? 1 : 0), operation, at);
  }

  void putScheduler(SchedulerEvent event, long other, long value, long at) {
    put(EventKind.SCHEDULER, event.ordinal(), other, value, at, 0);
  }

  private void put(EventKind kind, long argument, long first, long second, long third, long fourth) {
    stage.put(kind.ordinal() | (argument << ARGUMENT_SHIFT), first, second, third, fourth);
    if (stage.isFull()) {
      long from = tail;
      stage.copyTo(words, slot(from));
      setTailRelease(from + stage.size());
      VarHandle.storeStoreFence();
    }
  }

  /// Names the ring that continues this one. Nothing may be written here afterwards.
  void continueWith(Ring next) {
    NEXT.setRelease(this, next);
  }

  // Consumer.

  /// Hands all records that are there now to a sink, oldest first.
  ///
  /// @return how many there were
  int drain(EventSink sink) {
    int events = 0;
    while (true) {
      long to = tailAcquire();
      events += drain(to, sink);
      long end = Math.min(stage.endAcquire(), to + stage.size());
      long from = Math.max(head, to);
      if (from >= end) {
        return events;
      }
      stage.copy(from, end, taken);
      VarHandle.loadLoadFence();
      if (tailAcquire() == to) {
        return events + drainTaken(from, end, sink);
      }
    }
  }

  // Also when the sink throws: a record is delivered at most once.

  private int drain(long to, EventSink sink) {
    long position = head;
    int events = 0;
    try {
      while (position < to) {
        int slot = slot(position++);
        events += Decoder.deliver(words, slot, views, slot, sink);
        if (position % RELEASE_EVERY == 0) {
          setHeadRelease(position);
        }
      }
    } finally {
      setHeadRelease(position);
    }
    return events;
  }

  private int drainTaken(long from, long to, EventSink sink) {
    long position = from;
    int events = 0;
    try {
      while (position < to) {
        int slot = slot(position);
        events += Decoder.deliver(taken, (int) (position++ - from), views, slot, sink);
      }
    } finally {
      setHeadRelease(position);
    }
    return events;
  }

  /// Whether nothing is here now. A ring that was continued is empty only once the next one is.
  boolean isEmpty() {
    return head == stage.endAcquire() && next() == null;
  }

  /// The ring that continues this one, or null while this is the last. Once it is seen, one more [#drain] empties this ring
  /// for good.
  @Nullable Ring next() {
    return (Ring) NEXT.getAcquire(this);
  }

  private int slot(long position) {
    return (int) position & (capacity - 1);
  }

  private long headAcquire() {
    return (long) HEAD.getAcquire(this);
  }

  private void setHeadRelease(long position) {
    HEAD.setRelease(this, position);
  }

  private long tailAcquire() {
    return (long) TAIL.getAcquire(this);
  }

  private void setTailRelease(long position) {
    TAIL.setRelease(this, position);
  }
}
