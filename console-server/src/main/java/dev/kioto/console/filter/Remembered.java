package dev.kioto.console.filter;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a predicate has said of texts, for those of which many rows have the same: names, spawn sites. Forgets what others need the room
/// of, and gives up where most texts come once. Safe for use by several threads.
final class Remembered implements Predicate<String> {

  private static final int SLOTS = 1 << 14; // a guess, as of the interner: names of a large program; power of two
  private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio: hashes of texts that count up lie in heaps
  private static final int NEAR = 4; // slots from a text's own on, in one of which it is
  private static final int TRIAL = 1 << 13; // texts that were not known, after which it has to have been worth it

  private final Predicate<String> predicate;
  // Entries are immutable and may be lost: who reads an old one, or none, asks the predicate.
  private final @Nullable Answer[] answers = new Answer[SLOTS];
  private int known; // texts, since the last trial; about: any thread, without order
  private int unknown; // the same
  private boolean useless; // any thread, without order; set once

  Remembered(Predicate<String> predicate) {
    this.predicate = predicate;
  }

  private record Answer(String text, boolean holds) {
  }

  @Override
  public boolean test(String text) {
    if (useless) return predicate.test(text);
    int slot = slot(text);
    for (int i = 0; i < NEAR; i++) {
      var answer = answers[(slot + i) & SLOTS - 1];
      if (answer == null) return ask(text, (slot + i) & SLOTS - 1);
      if (answer.text.equals(text)) {
        known++;
        return answer.holds;
      }
    }
    return ask(text, slot);
  }

  private boolean ask(String text, int slot) {
    if (++unknown >= TRIAL) judge();
    boolean holds = predicate.test(text);
    answers[slot] = new Answer(text, holds);
    return holds;
  }

  private static int slot(String text) {
    return (text.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(SLOTS) + 1);
  }

  private void judge() {
    useless = known < unknown;
    known = 0;
    unknown = 0;
  }
}
