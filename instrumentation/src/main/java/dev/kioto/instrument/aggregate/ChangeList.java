package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.Nullable;

/// All entries of a book in the order of their last change, and between them one mark for each subscriber: what stands after a
/// mark is what its subscriber has not seen. So a subscriber costs one node however slow it is, a change costs O(1) for all of
/// them together, and reading costs what there is to read.
///
/// ```text
///   first [task 7] [task 2] (mark of A) [task 9] [task 3] (mark of B) last
///         seq 12    seq 15    seq 15     seq 18   seq 21    seq 21
/// ```
///
/// Not safe for use by several threads.
///
/// @param <E> the entries
final class ChangeList<E extends Entry<?>> {
  /*
   * Invariants: the sequences of the entries ascend strictly; an entry stands after a mark exactly when its sequence is above
   * the mark's; no mark's sequence is above `passed`.
   *
   * An entry that changes again before any mark has passed it stays where it is: it is ahead of every mark anyway. That
   * spares a busy task the move at each of its polls, and keeps it from running away from a slow subscriber for ever.
   */
  private final ChangeNode first = new ChangeNode();
  private final ChangeNode last = new ChangeNode();
  private long sequence;
  private long passed;

  ChangeList() {
    first.next = last;
    last.previous = first;
  }

  /// The sequence of the youngest change.
  long sequence() {
    return sequence;
  }

  /// Takes an entry in, as just changed.
  void add(E entry) {
    entry.sequence = ++sequence;
    insertAfter(last.previous, entry);
  }

  /// Notes that an entry of the list has changed.
  void changed(E entry) {
    if (entry.sequence <= passed) {
      unlink(entry);
      add(entry);
    }
  }

  void remove(ChangeNode node) {
    unlink(node);
  }

  /// Puts a mark before everything.
  void addMark(ChangeNode mark) {
    mark.sequence = 0;
    insertAfter(first, mark);
  }

  /// The first entry after a mark that changed no later than `upTo`, or null when there is none.
  @SuppressWarnings("unchecked") // nothing else is ever added
  @Nullable E nextAfter(ChangeNode mark, long upTo) {
    ChangeNode node = mark.next;
    while (node != null) {
      if (node instanceof Entry) {
        return node.sequence <= upTo ? (E) node : null;
      }
      node = node.next;
    }
    return null;
  }

  /// Moves a mark to behind an entry.
  void pass(ChangeNode mark, E entry) {
    unlink(mark);
    mark.sequence = entry.sequence;
    passed = Math.max(passed, entry.sequence);
    insertAfter(entry, mark);
  }

  private static void insertAfter(@Nullable ChangeNode before, ChangeNode node) {
    if (before == null || before.next == null) {
      throw new IllegalStateException("a node outside the list cannot be followed");
    }
    var after = before.next;
    node.previous = before;
    node.next = after;
    before.next = node;
    after.previous = node;
  }

  private static void unlink(ChangeNode node) {
    if (node.previous == null || node.next == null) {
      throw new IllegalStateException("a node outside the list cannot be removed");
    }
    node.previous.next = node.next;
    node.next.previous = node.previous;
    node.previous = null;
    node.next = null;
  }
}
