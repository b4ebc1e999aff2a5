package dev.kioto.console.model;

/// Answers to a question about texts, by the numbers of these texts. Forgets what others need the room of.
///
/// Safe for use by several threads: one reads what another has remembered, or nothing.
public final class MarkMemo {

  private static final int FIRST = 1 << 8; // power of two
  private static final int MOST = 1 << 15; // a guess: more names than this are seldom looked at again and again; power of two

  // A slot holds twice a number, and one more where the answer is yes; 0 is nothing. It is written at once, and its array is larger or
  // emptier than another thread's at worst.
  private int[] slots = new int[FIRST]; // any thread, without order

  /// What was remembered of a text: 1 for yes, 0 for no, -1 for nothing.
  ///
  /// @param mark a number, above 0
  public int answer(int mark) {
    var all = slots;
    int slot = all[mark & all.length - 1];
    return slot >>> 1 == mark ? slot & 1 : -1;
  }

  /// Remembers an answer.
  ///
  /// @param mark a number, above 0 and below 2^30
  public void put(int mark, boolean answer) {
    var all = slots;
    int old = all[mark & all.length - 1];
    if (old != 0 && old >>> 1 != mark && all.length < MOST) {
      all = larger(all);
      slots = all;
    }
    all[mark & all.length - 1] = mark << 1 | (answer ? 1 : 0);
  }

  /// Forgets everything.
  public void clear() {
    slots = new int[slots.length];
  }

  private static int[] larger(int[] all) {
    var larger = new int[2 * all.length];
    for (int slot : all) {
      if (slot != 0) larger[slot >>> 1 & larger.length - 1] = slot;
    }
    return larger;
  }
}
