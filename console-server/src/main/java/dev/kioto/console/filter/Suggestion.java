package dev.kioto.console.filter;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Guesses what a person meant by a word that is not known.
final class Suggestion {

  private static final int FARTHEST = 2; // edits

  private Suggestion() {}

  /// The closest of the known words, or null when none is close.
  static @Nullable String closest(String word, List<String> known) {
    if (word.length() > 40) return null;
    String best = null;
    int bestDistance = Math.min(FARTHEST, Math.max(1, word.length() / 2)) + 1;
    for (var candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// Levenshtein's distance: insertions, deletions and replacements from one word to the other.
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
