package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.jspecify.annotations.Nullable;

/// All of one kind that are known: entries by id, the order of their changes, who reads them, and who is to be forgotten next.
///
/// Guarded by the lock of the aggregator.
///
/// @param <E> the entries
/// @param <S> what subscribers are told of them
abstract class Book<E extends Entry<S>, S> {
  /*
   * Events of one thing come from several rings, so any of them may overtake the others within a pass over all rings. Two
   * rules follow. They rest on this: what happened before a pass began is in it or in an earlier one (Recorder.drain).
   *
   *  - An event of an unknown id makes a placeholder: see Placeholders.
   *  - What has ended may still be missing events from other rings, until the end of the next pass. It is not forgotten
   *    before.
   */
  private static final int BYTES_SAMPLE = 256;

  private final long retentionNanos;
  private final int retained;
  private final LongTable<E> entries = new LongTable<>();
  private final ChangeList<E> changes = new ChangeList<>();
  private final Placeholders<E> placeholders = new Placeholders<>(entries, this::isSwept);
  // Has ended, and its last events may be on their way.
  private final ArrayDeque<E> settling = new ArrayDeque<>();
  private final ArrayDeque<E> ended = new ArrayDeque<>();
  private final List<Cursor<E, S>> cursors = new ArrayList<>();

  private long pass;
  private long forgotten;

  /// @param retentionNanos how long what has ended is kept
  /// @param retained how much of it is kept at most; the longest ended goes first
  Book(long retentionNanos, int retained) {
    this.retentionNanos = retentionNanos;
    this.retained = retained;
  }

  /// An entry that waits for its creation.
  abstract E placeholder(long id);

  /// Whether what has ended is kept for a while, and told of also to those who have not heard of it.
  boolean isKept(E entry) {
    return true;
  }

  /// Whether a placeholder is given up when its creation does not come. One that is not is not asked for again either, but may be
  /// learnt when others are asked for.
  boolean isSwept(E placeholder) {
    return true;
  }

  // Readers.

  final ChangeList<E> changes() {
    return changes;
  }

  /// A reader that has seen nothing.
  final Cursor<E, S> open(long bit) {
    var cursor = new Cursor<E, S>(this, bit);
    cursors.add(cursor);
    changes.addMark(cursor.mark());
    return cursor;
  }

  final void close(Cursor<E, S> cursor) {
    if (cursors.remove(cursor)) {
      changes.remove(cursor.mark());
    }
  }

  final boolean hasReaders() {
    return !cursors.isEmpty();
  }

  /// Makes everything unknown to the subscribers of these bits.
  final void unknownTo(long bits) {
    entries.forEach(entry -> entry.knownTo &= ~bits);
  }

  // Entries.

  /// The entry of an id, or null when there is none or it is a placeholder.
  final @Nullable E find(long id) {
    var entry = entries.get(id);
    return entry == null || entry.isPlaceholder() ? null : entry;
  }

  /// Whether anything is held of an id: also when its creation has not arrived yet.
  final boolean isKnown(long id) {
    return entries.get(id) != null;
  }

  /// All entries of this moment.
  final Iterator<E> copy() {
    var copy = new ArrayList<E>(entries.size());
    entries.forEach(copy::add);
    return copy.iterator();
  }

  /// The entry of an id, if need be as a placeholder.
  final E entryOf(long id) {
    var entry = entries.get(id);
    if (entry == null) {
      entry = placeholder(id);
      entries.put(id, entry);
      placeholders.add(entry, pass);
    }
    return entry;
  }

  /// The entry of an id whose creation has arrived: new, or a placeholder until now.
  ///
  /// @return null when it had arrived before
  final @Nullable E entryToCreate(long id) {
    var entry = entries.get(id);
    if (entry == null) {
      entry = placeholder(id);
      entries.put(id, entry);
      return entry;
    }
    if (!entry.isPlaceholder()) {
      return null;
    }
    placeholders.resolved(entry);
    return entry;
  }

  /// Notes an event of an entry.
  final void changed(E entry) {
    changed(entry, 1);
  }

  /// Notes some events of an entry.
  final void changed(E entry, int events) {
    if (entry.isPlaceholder()) {
      entry.events += events;
    } else if (entry.isListed()) {
      changes.changed(entry);
    }
  }

  /// Keeps what has ended until all its events are here, and longer if it [#isKept]: until it is too old or there is too much.
  final void retain(E entry) {
    entry.sincePass = pass;
    settling.add(entry);
  }

  /// Forgets at once what nobody was told of.
  final void drop(E entry) {
    entries.remove(entry.id);
  }

  // Levels.

  /// Nothing is recorded of a single one from now on: lets go of all of them. Subscribers are told that they are over, since
  /// nobody will know when.
  final void close(long nowNanos) {
    var living = new ArrayList<E>();
    entries.forEach(entry -> {
      if (!entry.isEnded() && !entry.isPlaceholder()) {
        living.add(entry);
      }
    });
    living.forEach(entry -> end(entry, nowNanos));
    for (var deque : List.of(settling, ended)) {
      while (!deque.isEmpty()) {
        forget(deque.remove());
      }
    }
    placeholders.clear();
  }

  /// They are recorded again. Those that live have to be asked for.
  final void reopen() {
    placeholders.forgive();
  }

  /// Whether something came whose creation did not, so that the runtimes are to be asked for all that live.
  final boolean hasStrangers() {
    return placeholders.haveStrangers(pass);
  }

  /// The runtimes were asked in a pass, and what they named is here.
  final void asked(long inPass) {
    placeholders.asked(inPass, pass);
  }

  final long pass() {
    return pass;
  }

  /// Ends an entry, if it has not ended.
  abstract void end(E entry, long atNanos);

  // Between the events.

  /// Ends a pass over all rings: sweeps placeholders whose creation did not come, and forgets what ended too long ago.
  void passed(long nowNanos) {
    placeholders.sweep(pass);
    while (!settling.isEmpty() && settling.peek().isSettled(pass)) {
      var entry = settling.remove();
      if (isKept(entry)) {
        ended.add(entry);
      } else {
        forget(entry);
      }
    }
    while (!ended.isEmpty() && isToForget(ended.peek(), nowNanos)) {
      forget(ended.remove());
      forgotten++;
    }
    pass++;
  }

  private boolean isToForget(E entry, long nowNanos) {
    return ended.size() > retained || nowNanos - entry.endedAt() > retentionNanos;
  }

  private void forget(E entry) {
    if (entry.isListed()) {
      cursors.forEach(cursor -> cursor.forgetting(entry));
      changes.remove(entry);
    }
    entries.remove(entry.id);
  }

  // Figures.

  final int size() {
    return entries.size();
  }

  /// What all of it holds in memory, in bytes, about: from a sample.
  final long bytes() {
    var held = new LongSummaryStatistics();
    entries.sample(BYTES_SAMPLE, entry -> held.accept(entry.bytes()));
    return (long) (held.getAverage() * entries.size());
  }

  final int endedSize() {
    return settling.size() + ended.size();
  }

  /// What was kept since the start and fell to the limits of retention.
  final long forgotten() {
    return forgotten;
  }

  /// Events since the start of what never came.
  final long strayEvents() {
    return placeholders.strayEvents();
  }
}
