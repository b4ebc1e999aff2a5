package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The last few records of a [Ring], in memory that stays with the producer's processor. They go into the ring many at a time.
///
/// A ring's memory has been read by the consumer's processor, so that each cache line of it is dear to write again, and the next
/// atomic operation of the scheduler would wait for that. Copied in one go, the lines come beside each other.
///
/// Positions are those of the ring; the record at one is in slot `position % size`.
final class Stage {
  private static final VarHandle END = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "end",
      VarHandle.class, Stage.class, long.class);

  private final long[] words;
  private final int size;

  // Producer: read plainly and set release. Consumer: read acquire.
  private long end;

  /// @param size in records: a power of two
  Stage(int size) {
    this.size = size;
    words = new long[size * Ring.WORDS];
  }

  int size() {
    return size;
  }

  // Producer.

  /// The position behind the last record.
  long end() {
    return end;
  }

  /// Whether the records reach up to the last slot: they must be copied before the next one is put.
  boolean isFull() {
    return (end & (size - 1)) == 0;
  }

  void put(long head, long first, long second, long third, long fourth) {
    long position = end;
    int at = slot(position) * Ring.WORDS;
    words[at] = head;
    words[at + 1] = first;
    words[at + 2] = second;
    words[at + 3] = third;
    words[at + 4] = fourth;
    END.setRelease(this, position + 1);
  }

  /// Copies all slots, of a stage that is full, to a place in the ring.
  void copyTo(long[] ring, int ringSlot) {
    System.arraycopy(words, 0, ring, ringSlot * Ring.WORDS, words.length);
  }

  // Consumer.

  /// The position behind the last record that is whole.
  long endAcquire() {
    return (long) END.getAcquire(this);
  }

  /// Copies what is in the slots of these positions, which are in one row of slots. It is what was put at these positions
  /// only if the producer has not copied them into the ring by then.
  void copy(long from, long to, long[] into) {
    System.arraycopy(words, slot(from) * Ring.WORDS, into, 0, (int) (to - from) * Ring.WORDS);
  }

  private int slot(long position) {
    return (int) position & (size - 1);
  }
}
