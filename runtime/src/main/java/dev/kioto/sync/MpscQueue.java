package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An unbounded queue of many producers and one consumer, without locks: a list of blocks of 32 slots, after Tokio's
/// `sync/mpsc/{list,block}.rs`. It neither waits nor wakes; that is its owner's.
///
/// @param <T> the type of what is queued
final class MpscQueue<T> extends MpscQueueGap {

  /*
   *          first read from                       where pushes start to look
   *               head                                      tail
   *                |                                         |
   *     +----------v----------+   next    +----------+  next +v---------+
   *     |  slots 64..95       | --------> | 96..127  | ----> | 128..159 | ----> null
   *     +---------------------+           +----------+       +----------+
   *        taken^      ^headIndex                    ^pushIndex: next to be claimed
   *
   * push: read `tail`, claim an index by adding to `pushes`, walk from that block to the index's own, appending
   * blocks that are missing, write the slot. A slot is written once.
   *
   * `tail` only moves forward, to the block of a claimed index. It is read before the claim, so it starts at or before
   * the claimed index, and the walk never has to go back. Blocks are never reused or unlinked; the collector takes
   * those that nobody can reach.
   *
   * pop: the slot at `headIndex`, when it is written; who moves the index on has the value. A slot that is claimed and not
   * yet written hides those behind it: its producer tells the consumer when it is done, and order is kept.
   *
   * The word `pushes`:
   *
   *   63                                              1        0
   *  +--------------------------------------------------+--------+
   *  |        pushIndex: how many were claimed          | CLOSED |
   *  +--------------------------------------------------+--------+
   *
   *     i          i+1          // push: index i is the caller's
   *     i          i CLOSED     // close: no index from i on is ever written; `end` is i from the next instruction on
   *     j CLOSED   j+1 CLOSED   // push after close: refused, and what it counted means nothing
   *
   * So every push is either refused or comes before the end, by one atomic step, and the consumer is at the end when its
   * index is `end`.
   *
   * The word `pops`:
   *
   *   63                                              1        0
   *  +--------------------------------------------------+--------+
   *  |        headIndex: how many were taken            |  BUSY  |
   *  +--------------------------------------------------+--------+
   *
   *     i          i+1          // pop
   *     i          i BUSY       // drain begins
   *     i BUSY     i+n          // drain ends, n values further
   *
   * A pop that finds BUSY, or loses its CAS, is one of two consumers at once: an error with a name, and not a corrupt
   * queue. `head` may lag behind the index then, never the other way: so a walk forward finds the index's block.
   *
   * Producers write one cache line (MpscQueueProducers), the consumer another: else each push would take the line from the
   * consumer and each pop from the producers.
   *
   * Happens-before: one consumer to the next, perhaps another thread, by `pops`. Push to pop: the volatile write of the slot, read by the consumer. It is volatile and not release because the
   * owner's protocol needs it: "write slot, then read the consumer's waker" against "write waker, then read slot"; so is
   * `end`.
   */

  private static final int BLOCK_SIZE = 32; // Tokio's, on 64-bit machines
  private static final long CLOSED = 1;
  private static final long BUSY = 1;
  private static final long ONE = 2;

  private static final VarHandle PUSHES = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "pushes",
      VarHandle.class, MpscQueueProducers.class, long.class);
  private static final VarHandle POPS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "pops",
      VarHandle.class, MpscQueue.class, long.class);
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, MpscQueueProducers.class, Block.class);
  private static final VarHandle NEXT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "next",
      VarHandle.class, Block.class, Block.class);
  private static final VarHandle SLOT = ConstantBootstraps.arrayVarHandle(MethodHandles.lookup(), "slot",
      VarHandle.class, Object[].class);

  // The consumer by CAS, and by a volatile write while it is BUSY. Read by any.
  private volatile long pops;

  // The consumer only.
  private Block head;

  MpscQueue() {
    super(new Block(0));
    head = tail;
  }

  /// Appends a value. Any thread; never waits.
  ///
  /// @return false when the queue is closed
  boolean push(T value) {
    var from = tail;
    long found = (long) PUSHES.getAndAdd(this, ONE);
    if ((found & CLOSED) != 0) {
      return false;
    }
    long index = found >>> 1;
    var block = from.find(index);
    if (block != from) {
      TAIL.compareAndSet(this, from, block);
    }
    SLOT.setVolatile(block.slots, offset(index), value);
    return true;
  }

  /// Refuses all pushes from now on.
  void close() {
    long found = (long) PUSHES.getAndBitwiseOr(this, CLOSED);
    if ((found & CLOSED) == 0) {
      end = found >>> 1;
    }
  }

  boolean isClosed() {
    return (pushes & CLOSED) != 0;
  }

  /// Whether the queue is closed and empty. The consumer only. Once true, forever true. While another thread is closing it
  /// at this very instant, it may be false still.
  boolean isDrained() {
    return end == received();
  }

  /// How many values are queued, those among them that are not completely written yet. Any thread; a moment old.
  long length() {
    long taken = received();
    long last = end;
    return (last == OPEN_ENDED ? pushes >>> 1 : last) - taken;
  }

  /// How many values were taken. Any thread.
  long received() {
    return pops >>> 1;
  }

  /// Takes the oldest value. One thread at a time.
  ///
  /// @return null when there is none, or when the oldest is not completely written yet
  /// @throws IllegalStateException when another thread takes one at the same time
  @Nullable T pop() {
    long found = pops;
    if ((found & BUSY) != 0) {
      throw twoConsumers();
    }
    long index = found >>> 1;
    T value = peek(index);
    if (value == null) {
      return null;
    }
    var block = head;
    if (!POPS.compareAndSet(this, found, found + ONE)) {
      throw twoConsumers();
    }
    block.slots[offset(index)] = null;
    return value;
  }

  /// Moves the oldest values to a buffer. One that the buffer refuses, by an exception, stays. Else as [#pop].
  ///
  /// @return how many
  int drain(Collection<? super T> buffer, int limit) {
    long found = pops;
    if ((found & BUSY) != 0 || !POPS.compareAndSet(this, found, found | BUSY)) {
      throw twoConsumers();
    }
    long index = found >>> 1;
    int taken = 0;
    try {
      T value;
      while (taken < limit && (value = peek(index + taken)) != null) {
        buffer.add(value);
        head.slots[offset(index + taken)] = null;
        taken++;
      }
    } finally {
      pops = (index + taken) << 1;
    }
    return taken;
  }

  private @Nullable T peek(long index) {
    var block = head;
    while (index - block.start >= BLOCK_SIZE) {
      block = block.next;
      if (block == null) {
        return null;
      }
      head = block;
    }
    @SuppressWarnings("unchecked") // only push writes slots
    T value = (T) SLOT.getVolatile(block.slots, offset(index));
    return value;
  }

  private static IllegalStateException twoConsumers() {
    return new IllegalStateException("two threads receive from one channel at the same time: a receiver serves one");
  }

  private static int offset(long index) {
    return (int) (index & (BLOCK_SIZE - 1));
  }

  static final class Block {
    final long start;
    final @Nullable Object[] slots = new @Nullable Object[BLOCK_SIZE];

    // Set once by CAS.
    volatile @Nullable Block next;

    Block(long start) {
      this.start = start;
    }

    /// The block of `index`, which is in this one or behind it.
    Block find(long index) {
      var block = this;
      while (index - block.start >= BLOCK_SIZE) {
        var next = block.next;
        block = next != null ? next : block.append();
      }
      return block;
    }

    private Block append() {
      var created = new Block(start + BLOCK_SIZE);
      var other = (Block) NEXT.compareAndExchange(this, null, created);
      return other == null ? created : other;
    }
  }
}

/// What the producers of a [MpscQueue] write.
abstract class MpscQueueProducers {
  static final long OPEN_ENDED = -1;

  // Any thread, by getAndAdd; CLOSED by getAndBitwiseOr.
  volatile long pushes;

  // Set once, by the close that set CLOSED.
  volatile long end = OPEN_ENDED;

  // Any thread, forward only, by CAS.
  volatile MpscQueue.Block tail;

  MpscQueueProducers(MpscQueue.Block first) {
    tail = first;
  }
}

/// A cache line between what producers and what the consumer of a [MpscQueue] write.
@SuppressWarnings("UnusedVariable") // the room that they take
abstract class MpscQueueGap extends MpscQueueProducers {
  private long gap1;
  private long gap2;
  private long gap3;
  private long gap4;
  private long gap5;
  private long gap6;
  private long gap7;
  private long gap8;

  MpscQueueGap(MpscQueue.Block first) {
    super(first);
  }
}
