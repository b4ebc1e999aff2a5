package dev.kioto.console.collector;

import org.jspecify.annotations.Nullable;

/// Reads the texts of a program, however long they are.
final class Texts {

  private static final int LONGEST = 1024; // characters
  private static final int LONGEST_LABEL = 256; // characters

  private final Oddities oddities;

  Texts(Oddities oddities) {
    this.oddities = oddities;
  }

  /// A text, cut to what is kept of one.
  String cut(String text) {
    return cut(text, LONGEST);
  }

  /// A text for a title or a path, cut to what is kept of one.
  String label(String text) {
    return cut(text, LONGEST_LABEL);
  }

  /// A label, or null when it is empty.
  @Nullable String labelOrNull(String text) {
    return text.isEmpty() ? null : label(text);
  }

  private String cut(String text, int longest) {
    if (text.length() <= longest) return text;
    oddities.cutTexts.increment();
    boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, splitsPair ? longest - 1 : longest);
  }
}
