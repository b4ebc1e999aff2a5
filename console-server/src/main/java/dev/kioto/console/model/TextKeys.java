package dev.kioto.console.model;

/// Numbers in the order of texts: of those that begin alike, the few characters behind what all have in common. Texts of equal numbers
/// have to be compared themselves.
final class TextKeys {

  private static final int CHARACTERS = Long.SIZE / Character.SIZE;

  private TextKeys() {}

  /// How many characters the first texts all begin with.
  @SuppressWarnings("ReferenceEquality") // most equal texts of a model are one object
  static int common(String[] texts, int count) {
    if (count == 0) return 0;
    var first = texts[0];
    int common = first.length();
    for (int i = 1; i < count && common > 0; i++) {
      var text = texts[i];
      if (text != first && !text.regionMatches(0, first, 0, common)) common = common(text, first);
    }
    return common;
  }

  private static int common(String a, String b) {
    int length = Math.min(a.length(), b.length());
    int same = 0;
    while (same < length && a.charAt(same) == b.charAt(same)) same++;
    return same;
  }

  /// A number that is less than another text's only where the text is.
  ///
  /// @param common how many characters both begin with
  static long key(String text, int common) {
    long key = 0;
    for (int i = common; i < common + CHARACTERS; i++) {
      key = key << Character.SIZE | (i < text.length() ? text.charAt(i) : 0);
    }
    return key ^ Long.MIN_VALUE; // compared as signed
  }
}
