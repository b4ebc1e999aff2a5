package dev.kioto.console.model;

/// What is known of a text without following it to its characters, in one int: above 0 the number of a text that several rows have,
/// which no other text of these rows has; below 0 the *signature* of a text that has no number, in which a bit stands for each two
/// characters that follow each other, whatever their case. Different pairs share bits: a signature shows what a text does not contain.
public final class TextMark {

  /// What no signature is without: the mark of an empty text.
  public static final int EMPTY = Integer.MIN_VALUE;

  /// The signature of a text that may contain anything.
  static final int ANYTHING = -1;

  private static final int BITS = Integer.SIZE - 1;
  private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio

  private TextMark() {}

  /// A text's signature.
  public static int signature(String text) {
    int signature = EMPTY;
    for (int i = 1; i < text.length(); i++) {
      int pair = fold(text.charAt(i - 1)) << Character.SIZE | fold(text.charAt(i));
      signature |= 1 << (int) ((Integer.toUnsignedLong(pair * SPREAD) * BITS) >>> Integer.SIZE);
    }
    return signature;
  }

  /// Whether the text of a mark may contain another one: false only where it does not.
  ///
  /// @param part the signature of the other text, or 0 for one that is not known
  public static boolean mayContain(int mark, int part) {
    return mark > 0 || (mark & part) == part;
  }

  // As texts are compared that are the same but for their case.
  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
