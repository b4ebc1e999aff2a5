package dev.kioto.console.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes equal texts one object, most of the time, in bounded memory.
///
/// A fixed table of slots by hash, where a newcomer takes the place of what was there when the few slots from its own on are taken: texts
/// that come often are shared, texts that come once cost nothing but their slot. Not safe for use by several threads.
final class Interner {

  private static final int SLOTS = 1 << 14; // a guess: spawn sites and names of a large program; power of two
  private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio: hashes of texts that count up lie in heaps
  private static final int NEAR = 4; // slots from a text's own on, in one of which it is

  private final @Nullable String[] texts = new String[SLOTS];
  private final String[][] lists = new String[SLOTS][];

  String intern(String text) {
    int place = place(text);
    var known = texts[place];
    if (known != null && text.equals(known)) return known;
    texts[place] = text;
    return text;
  }

  /// The one object of a text that has come before, as far as that is still known; else null.
  @Nullable String known(String text) {
    var there = texts[place(text)];
    return text.equals(there) ? there : null;
  }

  /// Where a text is, or belongs.
  private int place(String text) {
    int home = slot(text.hashCode());
    for (int i = 0; i < NEAR; i++) {
      int slot = home + i & SLOTS - 1;
      var there = texts[slot];
      if (there == null || text.equals(there)) return slot;
    }
    return home;
  }

  String[] internAll(List<String> list) {
    var interned = new String[list.size()];
    for (int i = 0; i < interned.length; i++) interned[i] = intern(list.get(i));
    int slot = slot(Arrays.hashCode(interned));
    String[] known = lists[slot];
    if (Arrays.equals(interned, known)) return known;
    lists[slot] = interned;
    return interned;
  }

  private static int slot(int hash) {
    return (hash * SPREAD) >>> (Integer.numberOfLeadingZeros(SLOTS) + 1);
  }
}
