package dev.kioto.task;

import dev.kioto.future.Waker;
import org.jspecify.annotations.Nullable;

/// Those who wait for one event, which reaches them all: made anew for the next one. Guarded by a lock of its owner's, but for
/// [#wakeAll].
final class WaitList {
  private @Nullable Node first;
  private @Nullable Node last;
  private int length;
  private boolean over;

  /// One who waits, in one list at a time.
  static final class Node {
    private @Nullable WaitList list; // null when it is in none
    private @Nullable Node before;
    private @Nullable Node after;
    private @Nullable Waker waker;
  }

  /// Adds a waiter, or gives the one that is here already another waker.
  ///
  /// @return whether it was added
  boolean add(Node node, Waker waker) {
    node.waker = waker;
    if (node.list != null) {
      return false;
    }
    node.list = this;
    node.before = last;
    if (last == null) {
      first = node;
    } else {
      last.after = node;
    }
    last = node;
    length++;
    return true;
  }

  /// Whether the event that the waiter waits for has come. It is not to be used again, as it may still be being woken.
  static boolean isTold(Node node) {
    return node.list != null && node.list.over;
  }

  /// Whether a waiter is in a list with just that waker. By whoever adds and removes it, without the lock: nobody else changes either.
  @SuppressWarnings("ReferenceEquality") // of wakers the identity is meant
  static boolean waits(Node node, Waker waker) {
    return node.list != null && node.waker == waker;
  }

  /// Takes a waiter out of the list that it waits in.
  ///
  /// @return false when it was in none, or the event has come
  static boolean remove(Node node) {
    var list = node.list;
    node.list = null;
    if (list == null || list.over) {
      return false;
    }
    list.unlink(node);
    return true;
  }

  private void unlink(Node node) {
    if (node.before == null) {
      first = node.after;
    } else {
      node.before.after = node.after;
    }
    if (node.after == null) {
      last = node.before;
    } else {
      node.after.before = node.before;
    }
    node.before = null;
    node.after = null;
    node.waker = null;
    length--;
  }

  int length() {
    return length;
  }

  /// The event has come: the list does not change any more.
  void end() {
    over = true;
  }

  /// Wakes all, after [#end] and outside the lock.
  ///
  /// @param failure what was thrown before, or null
  /// @return the same; or what the first waker threw that did
  @Nullable Throwable wakeAll(@Nullable Throwable failure) {
    var thrown = failure;
    for (var node = first; node != null; node = node.after) {
      var waker = node.waker;
      try {
        if (waker != null) {
          waker.wake();
        }
      } catch (Throwable e) { // the others are to be woken all the same
        thrown = thrown == null ? e : thrown;
      }
    }
    return thrown;
  }

  /// Throws what [#wakeAll] returned.
  static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException("a waker threw a checked exception", failure);
    }
  }
}
