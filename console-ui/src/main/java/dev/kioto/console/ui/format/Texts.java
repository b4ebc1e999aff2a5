package dev.kioto.console.ui.format;

/// Cuts texts to what can be read and drawn at once. Whoever copies takes the whole. Thread-safe.
public final class Texts {
  private static final int CELL = 240;
  private static final int BLOCK = 2_000;
  private static final String DOTS = "…";

  private Texts() {}

  /// One line for a cell or a heading: the first characters, with a blank for each line break or tab.
  public static String line(String text) {
    var cut = cut(text, CELL);
    for (int i = 0; i < cut.length(); i++) {
      if (cut.charAt(i) < ' ') {
        return cut.replaceAll("\\p{Cntrl}", " ");
      }
    }
    return cut;
  }

  /// Several lines for a pane or a tooltip: the first characters.
  public static String block(String text) {
    return cut(text, BLOCK);
  }

  // Never between the two halves of a character.
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + DOTS;
  }
}
