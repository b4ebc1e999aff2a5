package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// An unbounded queue of many producers and one consumer, without locks: a list of blocks of 32 slots, after Tokio's
/// `sync/mpsc/{list,block}.rs`. It neither waits nor wakes; that is its owner's.
///
/// @param <T> the type of what is queued
final class MpscQueue<T> {

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
   * peek: the slot at `headIndex`, when it is written. One that is claimed and not yet written hides those behind it:
   * its producer tells the consumer when it is done, and order is kept.
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
   * Happens-before: the volatile write of the slot, read by the consumer. It is volatile and not release because the
   * owner's protocol needs it: "write slot, then read the consumer's waker" against "write waker, then read slot"; so is
   * `end`.
   */

  private static final int BLOCK_SIZE = 32; // Tokio's, on 64-bit machines
  private static final long CLOSED = 1;
  private static final long ONE = 2;
  private static final long OPEN_ENDED = -1;

  private static final VarHandle PUSHES = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "pushes",
      VarHandle.class, MpscQueue.class, long.class);
  private static final VarHandle HEAD_INDEX = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "headIndex",
      VarHandle.class, MpscQueue.class, long.class);
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, MpscQueue.class, Block.class);
  private static final VarHandle NEXT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "next",
      VarHandle.class, Block.class, Block.class);
  private static final VarHandle SLOT = ConstantBootstraps.arrayVarHandle(MethodHandles.lookup(), "slot",
      VarHandle.class, Object[].class);

  // Any thread, by getAndAdd; CLOSED by getAndBitwiseOr.
  private volatile long pushes;

  // Set once, by the close that set CLOSED.
  private volatile long end = OPEN_ENDED;

  // Any thread, forward only, by CAS.
  private volatile Block tail;

  // Both: the consumer only, but for who reads headIndex opaque, for a length.
  private Block head;
  private long headIndex;

  MpscQueue() {
    head = new Block(0);
    tail = head;
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
    return end == headIndex;
  }

  /// How many values are queued, those among them that are not completely written yet. Any thread; a moment old.
  long length() {
    long taken = received();
    long last = end;
    return (last == OPEN_ENDED ? pushes >>> 1 : last) - taken;
  }

  /// How many values were taken. Any thread.
  long received() {
    return (long) HEAD_INDEX.getOpaque(this);
  }

  /// Takes the oldest value. One thread at a time, each seeing what the one before did.
  ///
  /// @return null when there is none, or when the oldest is not completely written yet
  @Nullable T pop() {
    T value = peek();
    if (value != null) {
      remove();
    }
    return value;
  }

  /// The value that [#pop] would take, which stays where it is. Like it in all else.
  @Nullable T peek() {
    var block = head;
    if (headIndex - block.start == BLOCK_SIZE) {
      block = block.next;
      if (block == null) {
        return null;
      }
      head = block;
    }
    @SuppressWarnings("unchecked") // only push writes slots
    T value = (T) SLOT.getVolatile(block.slots, offset(headIndex));
    return value;
  }

  /// Takes the value that [#peek] found just before.
  void remove() {
    head.slots[offset(headIndex)] = null;
    HEAD_INDEX.setOpaque(this, headIndex + 1);
  }

  private static int offset(long index) {
    return (int) (index & (BLOCK_SIZE - 1));
  }

  private static final class Block {
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
