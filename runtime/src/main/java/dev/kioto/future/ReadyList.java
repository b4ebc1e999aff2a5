package dev.kioto.future;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The branches that were woken and are to be polled, in the order of their wakes, with the waker of who polls them. Any thread
/// wakes; one at a time polls.
///
/// @param <N> the type of the branches
final class ReadyList<N extends ReadyList.Node<N>> {
  /*
   * woken -> newest -next-> older -next-> ... -> null       // any thread adds in front
   * taken -> oldest -next-> newer -next-> ... -> null       // what the poller took of it, turned round
   *
   * wake:  set the node's mark; whoever finds it unset adds the node, and then wakes who waits.
   * take:  the oldest of `taken`, which is filled from all of `woken` when it is empty; clear its mark. To be polled next.
   * sleep: leave the waker, and look at `woken`; take the waker back when there is something.
   *
   * No wake is lost. One that finds the mark set comes before its clearing, and the poll after that sees what the waker did:
   * the wake writes the mark although it is set, and the clearing reads what it overwrites. One that comes after the clearing
   * adds the node again. And nobody sleeps beside a node: a wake adds it and then reads the waker, a sleep writes the waker and
   * then reads `woken`, all volatile, so one of the two sees the other. A node is in the lists once, as its mark is set
   * from before it is added until it was taken.
   */
  private static final VarHandle WOKEN = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "woken",
      VarHandle.class, ReadyList.class, Node.class);
  private static final VarHandle WAITING = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "waiting",
      VarHandle.class, ReadyList.class, Waker.class);
  private static final VarHandle MARK = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "mark",
      VarHandle.class, Node.class, boolean.class);

  // Any thread, by CAS; emptied by the poller, by getAndSet.
  private volatile @Nullable Node<N> woken;

  // Written by the poller; swapped to null by whoever wakes.
  private volatile @Nullable Waker waiting;

  // The poller.
  private @Nullable Node<N> taken;

  /// A branch. Its wake puts it into the list.
  abstract static class Node<N extends Node<N>> implements Waker {
    private final ReadyList<N> list;

    // Any thread, by getAndSet.
    @SuppressWarnings("UnusedVariable") // MARK
    private volatile boolean mark;

    // Written by who adds the node, before `woken`; then the poller.
    private @Nullable Node<N> next;

    Node(ReadyList<N> list) {
      this.list = list;
    }

    @Override
    public final void wake() {
      if (mark()) {
        list.wakePoller();
      }
    }

    /// Puts the branch into the list without waking the poller: for who polls anyway.
    final boolean mark() {
      if ((boolean) MARK.getAndSet(this, true)) {
        return false;
      }
      list.add(this);
      return true;
    }
  }

  private void add(Node<N> node) {
    while (true) {
      var before = woken;
      node.next = before;
      if (WOKEN.compareAndSet(this, before, node)) {
        return;
      }
    }
  }

  private void wakePoller() {
    if (waiting != null) {
      var waker = (Waker) WAITING.getAndSet(this, null);
      if (waker != null) {
        waker.wake();
      }
    }
  }

  /// Takes the branch that was woken first, to be polled; null when there is none.
  @Nullable N take() {
    var node = taken;
    if (node == null) {
      node = takeWoken();
      if (node == null) {
        return null;
      }
    }
    taken = node.next;
    node.next = null;
    MARK.getAndSet(node, false);
    @SuppressWarnings("unchecked") // a Node<N> is an N
    N oldest = (N) node;
    return oldest;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Node<N> takeWoken() {
    if (woken == null) {
      return null;
    }
    var newer = (Node<N>) WOKEN.getAndSet(this, null);
    Node<N> turned = null;
    while (newer != null) {
      var older = newer.next;
      newer.next = turned;
      turned = newer;
      newer = older;
    }
    return turned;
  }

  /// Whether [#take] would find one.
  boolean hasReady() {
    return taken != null || woken != null;
  }

  /// Arranges that the waker is woken when there is a branch to poll.
  ///
  /// @return false when there is one now: the poller is not to sleep
  boolean sleep(Waker waker) {
    waiting = waker;
    if (!hasReady()) {
      return true;
    }
    waiting = null;
    return false;
  }

  /// Takes back a waker that [#sleep] left and that is not needed any more.
  void stopWaiting() {
    waiting = null;
  }
}
