package dev.kioto.instrument.aggregate;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries of a book whose creation has not come. Guarded by the lock of the aggregator.
///
/// @param <E> the entries
final class Placeholders<E extends Entry<?>> {
  /*
   * Made by an event of an unknown id. Its creation happened before the event, so it is in the same pass, at the latest in the next
   * one. One that outlives the next pass stands for what was created while nothing was recorded, or whose creation was lost: then
   * the runtimes are asked for all that live. If that brings nothing it is swept, and its events are counted as lost.
   *
   * One that may not be swept yet is held aside: it is no reason to ask again, but may be learnt when they are asked for another.
   */
  // That may wait for the next time that the runtimes are asked; more are swept without. A guess.
  private static final int MAX_WAITING = 10_000;
  private static final long NEVER = Long.MIN_VALUE / 2;
  private static final long FOR_NOW = Long.MAX_VALUE;

  private final LongTable<E> entries;
  private final Predicate<? super E> mayBeSwept;
  // In the order in which they were made, and among them some whose creation has come since.
  private final ArrayDeque<E> queue = new ArrayDeque<>();
  private final ArrayDeque<E> held = new ArrayDeque<>();
  // Of the queue, those whose creation has not come.
  private int waiting;
  // The pass in which the runtimes were asked last.
  private long askedPass = NEVER;
  // Of what came until this pass it is no sign of a loss that its creation did not come. FOR_NOW: until the runtimes were asked.
  private long forgivenPass = NEVER;
  private long strayEvents;

  /// @param entries of the book, from which those that are swept are removed
  /// @param mayBeSwept whether one whose creation does not come is given up
  Placeholders(LongTable<E> entries, Predicate<? super E> mayBeSwept) {
    this.entries = entries;
    this.mayBeSwept = mayBeSwept;
  }

  void add(E entry, long pass) {
    entry.sincePass = pass;
    queue.add(entry);
    waiting++;
  }

  /// The creation of one has come.
  void resolved(E entry) {
    if (!entry.isHeld) {
      waiting--;
    }
  }

  /// Whether the runtimes are to be asked for what one of them stands for.
  boolean haveStrangers(long pass) {
    var oldest = oldest();
    return oldest != null && oldest.isSettled(pass) && !wasAskedFor(oldest);
  }

  /// The runtimes were asked in a pass, and what they named was looked at by now.
  void asked(long inPass, long pass) {
    askedPass = inPass;
    if (forgivenPass == FOR_NOW) {
      forgivenPass = pass + Entry.PASSES_TO_SETTLE;
    }
  }

  /// Until the runtimes were asked, and what came by then has settled, nothing that is missing was lost.
  void forgive() {
    forgivenPass = FOR_NOW;
  }

  /// Lets go of all of them.
  void clear() {
    for (var some : List.of(queue, held)) {
      some.stream().filter(Entry::isPlaceholder).forEach(entry -> entries.remove(entry.id));
      some.clear();
    }
    waiting = 0;
  }

  /// Sweeps those whose creation will not come.
  void sweep(long pass) {
    for (var entry = oldest(); entry != null; entry = oldest()) {
      if (!entry.isSettled(pass) || !(wasAskedFor(entry) || waiting > MAX_WAITING)) {
        break;
      }
      queue.remove();
      waiting--;
      sweep(entry);
    }
    if (!held.isEmpty()) {
      sweep(held.remove()); // one a pass: they are rare
    }
  }

  private void sweep(E entry) {
    if (!entry.isPlaceholder()) {
      return;
    }
    if (!mayBeSwept.test(entry)) {
      entry.isHeld = true;
      held.add(entry);
      return;
    }
    entries.remove(entry.id);
    if (entry.sincePass > forgivenPass) {
      strayEvents += entry.events;
    }
  }

  private boolean wasAskedFor(E entry) {
    return askedPass - entry.sincePass >= Entry.PASSES_TO_SETTLE;
  }

  private @Nullable E oldest() {
    while (!queue.isEmpty() && !queue.peek().isPlaceholder()) {
      queue.remove();
    }
    return queue.peek();
  }

  /// Events since the start of what never came.
  long strayEvents() {
    return strayEvents;
  }
}
