package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.Consumer;
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
   *  - An event of an unknown id makes a placeholder. Its creation happened before the event, so it is in this pass, at the
   *    latest in the next one. A placeholder that outlives the next pass is one whose creation was lost, or came while nothing
   *    was recorded: then the runtimes are asked for all that live. If that brings nothing it is swept, and its events are
   *    counted as lost.
   *  - What has ended may still be missing events from other rings, until the end of the next pass. It is not forgotten
   *    before.
   */
  static final int PASSES_TO_SETTLE = 2;
  // Placeholders that may wait for the next time that the runtimes are asked; more are swept without. A guess.
  private static final int MAX_WAITING = 10_000;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private static final int BYTES_SAMPLE = 256;

  private final long retentionNanos;
  private final int retained;
  private final LongTable<E> entries = new LongTable<>();
  private final ChangeList<E> changes = new ChangeList<>();
  private final ArrayDeque<E> placeholders = new ArrayDeque<>();
  // Has ended, and its last events may be on their way.
  private final ArrayDeque<E> settling = new ArrayDeque<>();
  private final ArrayDeque<E> ended = new ArrayDeque<>();
  private final List<Cursor<E, S>> cursors = new ArrayList<>();

  private long pass;
  // The pass in which the runtimes were asked last.
  private long askedPass = NEVER;
  // Of what came until this pass it is no sign of a loss that its creation did not come.
  private long forgivenPass = NEVER;
  private long forgotten;
  private long strayEvents;

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

  /// Whether a placeholder is given up when its creation does not come.
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

  /// Makes everything unknown to the subscriber that gets this bit.
  final void unknownTo(long bit) {
    entries.forEach(entry -> entry.knownTo &= ~bit);
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

  final void forEach(Consumer<E> action) {
    entries.forEach(action);
  }

  /// The entry of an id, if need be as a placeholder.
  final E entryOf(long id) {
    var entry = entries.get(id);
    if (entry == null) {
      entry = placeholder(id);
      entry.sincePass = pass;
      entries.put(id, entry);
      placeholders.add(entry);
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
    return entry.isPlaceholder() ? entry : null;
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
    for (var entry = oldestPlaceholder(); entry != null; entry = oldestPlaceholder()) {
      entries.remove(placeholders.remove().id);
    }
  }

  /// They are recorded again. Those that live have to be asked for.
  final void reopen() {
    forgivenPass = pass + PASSES_TO_SETTLE;
  }

  /// Whether something came whose creation did not, so that the runtimes are to be asked for all that live.
  final boolean hasStrangers() {
    var oldest = oldestPlaceholder();
    return oldest != null && isSettled(oldest) && !wasAskedFor(oldest);
  }

  /// The runtimes were asked: what they named is here.
  final void asked() {
    askedPass = pass;
  }

  private boolean wasAskedFor(E placeholder) {
    return askedPass - placeholder.sincePass >= PASSES_TO_SETTLE;
  }

  private @Nullable E oldestPlaceholder() {
    while (!placeholders.isEmpty() && !placeholders.peek().isPlaceholder()) {
      placeholders.remove();
    }
    return placeholders.peek();
  }

  /// Ends an entry, if it has not ended.
  abstract void end(E entry, long atNanos);

  // Between the events.

  /// Ends a pass over all rings: sweeps placeholders whose creation did not come, and forgets what ended too long ago.
  void passed(long nowNanos) {
    sweepPlaceholders();
    while (!settling.isEmpty() && isSettled(settling.peek())) {
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

  private void sweepPlaceholders() {
    for (var entry = oldestPlaceholder(); entry != null; entry = oldestPlaceholder()) {
      if (!isSettled(entry) || !(wasAskedFor(entry) || placeholders.size() > MAX_WAITING)) {
        return;
      }
      placeholders.remove();
      sweep(entry);
    }
  }

  private void sweep(E placeholder) {
    if (!isSwept(placeholder)) {
      placeholder.sincePass = pass;
      placeholders.add(placeholder);
      return;
    }
    entries.remove(placeholder.id);
    if (placeholder.sincePass > forgivenPass) {
      strayEvents += placeholder.events;
    }
  }

  /// Whether no event of an entry can be on its way any more, since it was noted as ended or made a placeholder.
  private boolean isSettled(E entry) {
    return pass - entry.sincePass >= PASSES_TO_SETTLE;
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
    return strayEvents;
  }
}
