package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Select;
import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Reaper;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells any number of tasks that they are to stop what they do: once, for good, and through a tree of tokens.
///
/// ```java
/// var token = new CancellationToken();
/// Task.spawn(token.runUntilCancelled(serve(connection)));       // dropped when cancelled
/// Task.spawn(() -> {                                            // looks itself
///   while (!token.isCancelled()) {
///     step();
///   }
/// });
/// try (var _ = token.dropGuard()) {
///   waitForTheEnd();
/// } // however the block is left: cancelled
/// ```
///
/// To cancel a token cancels its [#child]ren and theirs, and leaves its parent and its siblings as they are. A token is a
/// request, which its tasks answer when they look; to end tasks whatever they do see [JoinHandle#abort].
///
/// A token that is cancelled takes nothing in its parent, and one that nobody has any more and nobody waits for next to nothing, so
/// that a server may make one for each connection. A token keeps its ancestors.
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks: `cancelled().await()`
/// is the one that waits. What was done before [#cancel] is visible to whom it wakes, and to who finds the token cancelled.
/// Follows `sync/cancellation_token.rs` of tokio-util.
public final class CancellationToken {
  /*
   * Each token has a lock of its own, and no thread holds two: neither a deep nor a wide tree can make them wait for each other.
   *
   *     live -> cancelled       // cancel, under the lock; final
   *
   * cancel: visit the token and, breadth first, what is below it: mark it, and take its waiters and children. A cancelled token
   * takes no children and loses none, so that its list can be read without the lock: who is marked and still has a list is
   * being cancelled by somebody, and whoever cancels it as well visits the same list. So when any cancel() returns, all that
   * was below the token is cancelled. The lists are let go of once all below is.
   *
   * No waiter is lost: one joins the list under the lock of a token that is not cancelled, and the mark is set under it. One that
   * polls again with the waker that it has there already takes no lock: what it does to its place is done by its own polls alone,
   * and where it reads no mark (volatile) the mark comes later, and the wake of that waker after it.
   *
   * What keeps a token alive. A child refers to its parent; a parent refers to its children weakly, by a Link, or those that are
   * let go of would pile up in a token that lives as long as a server. Links of children that are gone leave when other children
   * come, and where there are many after a garbage collection. But a child that somebody waits for must be found, even if he who
   * waits is himself known to nobody but the child's waiters. So a token is *pinned*, which is that its link refers to it
   * strongly, as long as it has waiters or pinned children:
   *
   *     pins = waiters + pinned children
   *     0 -> 1    // refer strongly; then pin the parent
   *     1 -> 0    // refer weakly; then unpin the parent
   *
   * Each step is taken under the lock of its token; those of two threads may come to the parent in the other order, so that
   * the count is -1 for a moment. Until a pin has come up to the root, he who makes it has the token on his stack. A token
   * that is cancelled has no pins, and needs none.
   */
  private static final ResourceType<CancellationToken> TYPE = ResourceType.of("CancellationToken", ResourceKind.SYNC,
      (token, out) -> out.set("cancelled", token.isCancelled()).set("waiters", token.waiting()));

  private static final int MANY = 64; // a guess: fewer links of children that are gone do no harm
  private static final int LOOKS = 64; // under the lock at a time
  private static final int LONGEST_REST = 63; // collections, where the children stay

  private final BriefLock lock = new BriefLock();
  private final Observed observed = Observed.of(TYPE);

  // Set once, under the lock.
  private volatile boolean cancelled;

  // Guarded by the lock, all of them.
  private @Nullable CancellationToken parent; // null for a root, and once cancelled
  private @Nullable Link link; // the same
  private @Nullable List<Link> children; // not changed once cancelled; null once all below are cancelled too
  private int cursor; // where to look for children that are gone
  private @Nullable Sentinel sentinel; // null where there are few children
  private @Nullable WaitList waiters;
  private int pins;

  /// A token without a parent.
  public CancellationToken() {}

  /// What a parent has of a child.
  private static final class Link extends WeakReference<CancellationToken> {
    int index; // guarded by the parent's lock

    @SuppressWarnings("UnusedVariable") // to be referred to is all
    @Nullable CancellationToken pinned; // guarded by the child's lock

    Link(CancellationToken child, int index) {
      super(child);
      this.index = index;
    }
  }

  /// Refers to what goes with the next garbage collection, and so is told of that. There is one for a token with many children, and
  /// not one for each child, which would leave the reaper behind where they come and go by the million.
  private static final class Sentinel extends Reaper.Mark<Object> {
    private final CancellationToken token;
    private final int rest;
    private final int left;

    /// @param rest how many collections to let pass
    Sentinel(CancellationToken token, int rest, int left) {
      super(new Object());
      this.token = token;
      this.rest = rest;
      this.left = left;
    }

    @Override
    protected void reaped() {
      if (left > 0) {
        token.guardBy(new Sentinel(token, rest, left - 1));
      } else {
        int next = token.sweep() ? 0 : Math.min(2 * rest + 1, LONGEST_REST);
        token.guardBy(new Sentinel(token, next, next));
      }
    }
  }

  // --- the tree ---

  /// A new token that is cancelled when this one is; at once when this one is cancelled already.
  public CancellationToken child() {
    var child = new CancellationToken();
    Reaper.start();
    lock.lock();
    try {
      if (cancelled) {
        child.cancelled = true;
      } else {
        adopt(child);
      }
    } finally {
      lock.unlock();
    }
    return child;
  }

  private void adopt(CancellationToken child) {
    if (children == null) {
      children = new ArrayList<>(2);
    }
    forgetSomeThatAreGone(children);
    var made = new Link(child, children.size());
    children.add(made);
    child.parent = this;
    child.link = made;
    if (sentinel == null && children.size() >= MANY) {
      sentinel = new Sentinel(this, 0, 0);
    }
  }

  // Two looks for each child that comes: children that are gone stay fewer than those that are not, and a few.
  private void forgetSomeThatAreGone(List<Link> links) {
    for (int looks = 2; looks > 0 && !links.isEmpty(); looks--) {
      cursor = cursor >= links.size() ? 0 : cursor;
      if (links.get(cursor).refersTo(null)) {
        remove(links, cursor);
      } else {
        cursor++;
      }
    }
  }

  /// Takes out the links of all children that are gone, also where no other child comes. On the reaper's thread.
  ///
  /// @return whether it was worth it
  private boolean sweep() {
    int gone = 0;
    int next = Integer.MAX_VALUE;
    do {
      lock.lock();
      try {
        var links = children;
        if (cancelled || links == null) {
          return true;
        }
        int end = Math.min(next, links.size());
        next = Math.max(0, end - LOOKS);
        for (int i = end - 1; i >= next; i--) { // downwards: the last, which fills the place, was looked at
          if (links.get(i).refersTo(null)) {
            remove(links, i);
            gone++;
          }
        }
        children = links.isEmpty() ? null : links;
      } finally {
        lock.unlock();
      }
    } while (next > 0);
    return gone >= MANY;
  }

  private void guardBy(Sentinel next) {
    lock.lock();
    try {
      sentinel = !cancelled && children != null && children.size() >= MANY ? next : null;
    } finally {
      lock.unlock();
    }
  }

  private static void remove(List<Link> links, int index) {
    var last = links.removeLast();
    if (index < links.size()) {
      links.set(index, last);
      last.index = index;
    }
  }

  private void disown(Link gone) {
    if (cancelled) {
      return; // spares the lock for each of many children that are cancelled with their parent
    }
    lock.lock();
    try {
      if (!cancelled && children != null) {
        remove(children, gone.index);
        children = children.isEmpty() ? null : children; // which may have been long
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many children the token keeps a place for; for tests.
  int places() {
    lock.lock();
    try {
      return children == null ? 0 : children.size();
    } finally {
      lock.unlock();
    }
  }

  // --- cancelling ---

  /// Whether the token was cancelled, itself or with an ancestor. Never goes back. While [#cancel] is at work a token may be
  /// cancelled and those below it not yet.
  public boolean isCancelled() {
    return cancelled;
  }

  /// Cancels the token and all below it, and wakes those who wait for any of them. When it returns all that was below is
  /// cancelled, also when another thread cancels the same. Doing it again does nothing.
  public void cancel() {
    var tokens = new ArrayList<CancellationToken>(1); // those below come behind, and are visited in their turn
    tokens.add(this);
    Throwable failure = null;
    for (int i = 0; i < tokens.size(); i++) {
      failure = tokens.get(i).visit(tokens, failure);
    }
    for (var token : tokens) {
      token.forgetChildren();
    }
    WaitList.rethrow(failure);
  }

  private @Nullable Throwable visit(List<CancellationToken> below, @Nullable Throwable failure) {
    WaitList told = null;
    CancellationToken above = null;
    Link place = null;
    boolean pinned = false;
    List<Link> links;
    lock.lock();
    try {
      if (!cancelled) {
        cancelled = true;
        told = waiters;
        above = parent;
        place = link;
        pinned = pins > 0;
        leaveTree();
      }
      links = children;
    } finally {
      lock.unlock();
    }
    if (above != null && place != null) {
      leave(above, place, pinned);
    }
    addLive(links, below);
    return told == null ? failure : told.wakeAll(failure);
  }

  private void leaveTree() {
    if (waiters != null) {
      waiters.end();
    }
    if (link != null) {
      link.pinned = null;
    }
    waiters = null;
    parent = null;
    link = null;
    sentinel = null;
  }

  private static void leave(CancellationToken above, Link place, boolean pinned) {
    above.disown(place);
    if (pinned) {
      unpin(above);
    }
  }

  private static void addLive(@Nullable List<Link> links, List<CancellationToken> to) {
    if (links == null) {
      return;
    }
    for (var child : links) {
      var token = child.get();
      if (token != null) {
        to.add(token);
      }
    }
  }

  private void forgetChildren() {
    lock.lock();
    try {
      children = null;
    } finally {
      lock.unlock();
    }
  }

  /// A guard that cancels the token when it is closed.
  public DropGuard dropGuard() {
    return new DropGuard(this);
  }

  /// Cancels a token when it is closed, for `try`. Any thread.
  public static final class DropGuard implements AutoCloseable {
    private final CancellationToken token;

    // Set once, by any thread.
    private volatile boolean disarmed;

    private DropGuard(CancellationToken token) {
      this.token = token;
    }

    /// Has [#close] do nothing from now on.
    ///
    /// @return the token
    public CancellationToken disarm() {
      disarmed = true;
      return token;
    }

    /// Cancels the token, unless it was disarmed. May be called again.
    @Override
    public void close() {
      if (!disarmed) {
        token.cancel();
      }
    }
  }

  // --- waiting ---

  /// A future that is ready once the token is cancelled, and stays so. Dropped, it loses nothing. It takes no budget.
  public Future<@Nullable Void> cancelled() {
    return new Cancelled();
  }

  /// Runs a future until it is over or the token is cancelled, which it looks at first in each poll.
  ///
  /// @return the value, or nothing when the token was cancelled first; the future was dropped then. Of a future whose
  ///     value is null it is nothing as well: see the other one
  public <T> Future<Optional<T>> runUntilCancelled(Future<T> future) {
    return Select.<Optional<T>>of().biased().on(cancelled(), _ -> Optional.empty()).on(future, Optional::ofNullable);
  }

  /// Runs a future until it is over or the token is cancelled, which it looks at first in each poll.
  ///
  /// @param otherwise makes the value when the token was cancelled first; the future was dropped then
  public <T extends @Nullable Object> Future<T> runUntilCancelled(
      Future<T> future, Supplier<? extends T> otherwise) {
    Objects.requireNonNull(otherwise, "otherwise");
    return Select.<T>of().biased().on(cancelled(), _ -> otherwise.get()).on(future, value -> value);
  }

  private int waiting() {
    var list = waiters; // of about now
    return list == null ? 0 : list.length();
  }

  /// Begins to wait, or goes on with another waker.
  ///
  /// @return false when the token is cancelled
  private boolean join(WaitList.Node node, Waker waker) {
    CancellationToken above = null;
    lock.lock();
    try {
      if (cancelled) {
        return false;
      }
      if (waiters == null) {
        waiters = new WaitList();
      }
      if (waiters.add(node, waker)) {
        above = pinHere();
      }
    } finally {
      lock.unlock();
    }
    pin(above);
    return true;
  }

  private void leave(WaitList.Node node) {
    CancellationToken above = null;
    lock.lock();
    try {
      if (WaitList.remove(node)) {
        above = unpinHere();
      }
    } finally {
      lock.unlock();
    }
    unpin(above);
  }

  // Under the lock. Returns the parent when that is to be pinned next.
  private @Nullable CancellationToken pinHere() {
    if (++pins != 1 || link == null) {
      return null;
    }
    link.pinned = this;
    return parent;
  }

  private @Nullable CancellationToken unpinHere() {
    if (--pins != 0 || link == null) {
      return null;
    }
    link.pinned = null;
    return parent;
  }

  private static void pin(@Nullable CancellationToken token) {
    var t = token;
    while (t != null) {
      t.lock.lock();
      var here = t;
      try {
        t = here.cancelled ? null : here.pinHere();
      } finally {
        here.lock.unlock();
      }
    }
  }

  private static void unpin(@Nullable CancellationToken token) {
    var t = token;
    while (t != null) {
      t.lock.lock();
      var here = t;
      try {
        t = here.cancelled ? null : here.unpinHere();
      } finally {
        here.lock.unlock();
      }
    }
  }

  @Override
  public String toString() {
    return isCancelled() ? "CancellationToken, cancelled" : "CancellationToken";
  }

  private final class Cancelled extends Operation<@Nullable Void> {
    private final WaitList.Node node = new WaitList.Node();

    @Override
    protected String source() {
      return "CancellationToken::cancelled";
    }

    @Override
    protected @Nullable Resource resource() {
      return observed.resource(CancellationToken.this);
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      if (cancelled) {
        return Poll.ready(null);
      }
      var waker = cx.waker();
      return WaitList.waits(node, waker) || join(node, waker) ? Poll.pending() : Poll.ready(null);
    }

    @Override
    protected void giveUp() {
      leave(node);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a token to be cancelled");
    }
  }
}
