package dev.kioto.task;

import dev.kioto.future.Waker;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What has finished and is not yet taken, in the order of its ends, with the waker of the one who takes. Any thread adds, by
/// linking what finished itself; one at a time takes.
///
/// Tokio's `IdleNotifiedSet` does this with a lock and two lists.
///
/// @param <N> the type of what finishes
final class FinishedQueue<N extends FinishedQueue.Node> {
  /*
   *     taken last      oldest                 newest
   *        head -next->  node  -next-> ... ->   node   <- tail
   *
   * push:      swap the node in as the tail, link it behind the one that was, and wake.
   * pop:       the node behind the head becomes the head. Between the swap and the link of one push, that node and all
   *            behind it are hidden.
   * waitOrPop: leave the waker, and pop; take it back when there was something.
   * wake:      take the waker out and call it, so that one wait is woken once.
   *
   * Nobody sleeps beside a node: a push writes the link and then reads the waker, a wait writes the waker and then reads the
   * link, all volatile, so one of the two sees the other. A push that found no waker came before the wait's look, or after
   * another push took the waker: that one wakes, and the look of the wait that follows comes later. A node that is
   * hidden is not linked yet, so its own push will read the waker after that; those behind it are reached then.
   *
   * Happens-before: what was done before the push is seen by who takes the node, through the link.
   */
  private static final VarHandle TAIL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tail",
      VarHandle.class, FinishedQueue.class, Node.class);
  private static final VarHandle WAITING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "waiting",
      VarHandle.class, FinishedQueue.class, Waker.class);

  // Who takes: the node that was taken last, or the one to begin with.
  private Node head = new Node();

  // Any thread, by getAndSet.
  @SuppressWarnings("UnusedVariable") // TAIL
  private volatile Node tail = head;

  // Written by who takes; swapped to null by whoever wakes.
  private volatile @Nullable Waker waiting;

  /// Adds a node and wakes who waits. Any thread; never waits. A node is added once in its life.
  void push(N node) {
    var before = (Node) TAIL.getAndSet(this, node);
    before.next = node;
    if (waiting != null) {
      var waker = (Waker) WAITING.getAndSet(this, null);
      if (waker != null) {
        waker.wake();
      }
    }
  }

  /// Takes the oldest node, or null when there is none, or when the oldest is not completely added yet.
  @Nullable N pop() {
    var oldest = head.next;
    if (oldest == null) {
      return null;
    }
    head.next = null; // a node that was taken is not to keep those that came later
    head = oldest;
    @SuppressWarnings("unchecked") // all nodes but the first head come from push
    N node = (N) oldest;
    return node;
  }

  /// Arranges that the waker is woken when there is a node, or takes the oldest when there is one. For who found none.
  @Nullable N waitOrPop(Waker waker) {
    waiting = waker;
    var node = pop();
    if (node != null) {
      waiting = null;
    }
    return node;
  }

  /// Takes back a waker that was left by [#waitOrPop] and is not needed any more.
  void stopWaiting(Waker waker) {
    WAITING.compareAndSet(this, waker, null);
  }

  /// A link in the queue.
  static class Node {
    // Written once by the push of the node behind this one, cleared by who takes that.
    private volatile @Nullable Node next;
  }
}
