package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/// How far one subscriber has read one book. Guarded by the lock of the aggregator.
///
/// @param <E> the book's entries
/// @param <S> what subscribers are told of them
final class Cursor<E extends Entry<S>, S> {
  private final Book<E, S> book;
  // The bit of the subscriber in [Entry#knownTo].
  private final long bit;
  private final ChangeNode mark = new ChangeNode();
  // What the reader was told of and was forgotten before it heard of its end. It was told of it while it lived, so there are
  // never more of them than it knows living ones.
  private final ArrayDeque<E> leaving = new ArrayDeque<>();
  // Up to which change the present look goes.
  private long target;

  Cursor(Book<E, S> book, long bit) {
    this.book = book;
    this.bit = bit;
  }

  ChangeNode mark() {
    return mark;
  }

  /// Begins a look, which contains what has changed up to now.
  void look() {
    target = book.changes().sequence();
  }

  /// Takes a part of the look.
  ///
  /// @param room how many it may take at most
  /// @param first called with each entry before it is taken, so that what it refers to can be told first
  /// @return whether that was the last part
  boolean take(int room, List<Change<S>> to, Consumer<? super E> first) {
    int left = room;
    while (left > 0 && !leaving.isEmpty()) {
      to.add(new Change<>(leaving.remove().snapshot(), false));
      left--;
    }
    var list = book.changes();
    var entry = list.nextAfter(mark, target);
    while (entry != null && left > 0) {
      if (isWorthTelling(entry)) {
        first.accept(entry);
        to.add(change(entry));
        left--;
      }
      list.pass(mark, entry);
      entry = list.nextAfter(mark, target);
    }
    return entry == null && leaving.isEmpty();
  }

  /// Tells of an entry now unless the reader knows it, whenever it changed.
  void introduce(E entry, List<Change<S>> to) {
    if (!entry.isPlaceholder() && !knows(entry)) {
      to.add(change(entry));
    }
  }

  /// Whether the reader was told of an entry.
  boolean knows(E entry) {
    return (entry.knownTo & bit) != 0;
  }

  private boolean isWorthTelling(E entry) {
    return !entry.isEnded() || knows(entry) || book.isKept(entry);
  }

  private Change<S> change(E entry) {
    boolean isNew = !knows(entry);
    entry.knownTo |= bit;
    return new Change<>(entry.snapshot(), isNew);
  }

  /// An entry is about to leave the list.
  void forgetting(E entry) {
    if (knows(entry) && entry.sequence > mark.sequence) {
      leaving.add(entry);
    }
  }
}
