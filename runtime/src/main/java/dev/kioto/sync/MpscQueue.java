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
   * push: read `tail`, claim an index by adding to `pushIndex`, walk from that block to the index's own, appending
   * blocks that are missing, write the slot. A slot is written once.
   *
   * `tail` only moves forward, to the block of a claimed index. It is read before the claim, so it starts at or before
   * the claimed index, and the walk never has to go back. Blocks are never reused or unlinked; the collector takes
   * those that nobody can reach.
   *
   * pop: the slot at `headIndex`, when it is written. One that is claimed and not yet written hides those behind it:
   * its producer tells the consumer when it is done, and order is kept.
   *
   * Happens-before: the volatile write of the slot, read by the consumer. It is volatile and not release because the
   * owner's protocol needs it: "write slot, then read the consumer's waker" against "write waker, then read slot".
   */

  private static final int BLOCK_SIZE = 32; // Tokio's, on 64-bit machines

  private static final VarHandle PUSH_INDEX = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "pushIndex",
      VarHandle.class, MpscQueue.class, long.class);
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, MpscQueue.class, Block.class);
  private static final VarHandle NEXT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "next",
      VarHandle.class, Block.class, Block.class);
  private static final VarHandle SLOT = ConstantBootstraps.arrayVarHandle(MethodHandles.lookup(), "slot",
      VarHandle.class, Object[].class);

  // Any thread, by getAndAdd.
  @SuppressWarnings("UnusedVariable") // PUSH_INDEX
  private volatile long pushIndex;

  // Any thread, forward only, by CAS.
  private volatile Block tail;

  // Both: the consumer only.
  private Block head;
  private long headIndex;

  MpscQueue() {
    head = new Block(0);
    tail = head;
  }

  /// Appends a value. Any thread; never waits.
  void push(T value) {
    var from = tail;
    long index = (long) PUSH_INDEX.getAndAdd(this, 1L);
    var block = from.find(index);
    if (block != from) {
      TAIL.compareAndSet(this, from, block);
    }
    SLOT.setVolatile(block.slots, offset(index), value);
  }

  /// Takes the oldest value. One thread at a time, each seeing what the one before did.
  ///
  /// @return null when there is none, or when the oldest is not completely written yet
  @Nullable T pop() {
    var block = head;
    if (headIndex - block.start == BLOCK_SIZE) {
      block = block.next;
      if (block == null) {
        return null;
      }
      head = block;
    }
    int offset = offset(headIndex);
    @SuppressWarnings("unchecked") // only push writes slots
    T value = (T) SLOT.getVolatile(block.slots, offset);
    if (value != null) {
      block.slots[offset] = null;
      headIndex++;
    }
    return value;
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
