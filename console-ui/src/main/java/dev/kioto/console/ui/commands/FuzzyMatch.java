package dev.kioto.console.ui.commands;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How well a text answers what was typed: all letters of it, in that order, blanks aside, whatever lies between them. Thread-safe.
///
/// @param score the higher the better; only to be compared with those of the same query
/// @param places of the letters in the text, ascending
@SuppressWarnings("ArrayRecordComponent") // made for one query, drawn, never compared
public record FuzzyMatch(int score, int[] places) {
  /*
   * The best way to place the letters, by dynamic programming: a letter at the start of a word counts most, one right after the letter before
   * it next. What lies before the first letter costs a little, so that of two texts the one that begins so is first.
   */
  private static final int LETTER = 1;
  private static final int WORD_START = 8;
  private static final int ADJACENT = 6;
  private static final int LONGEST_LEAD = 5;
  private static final int NONE = Integer.MIN_VALUE / 2;

  /// How a text answers a query; empty when it does not. An empty query is answered by everything.
  public static Optional<FuzzyMatch> of(String query, String text) {
    var wanted = query.toLowerCase(Locale.ROOT).replaceAll("\\s+", "").toCharArray();
    var letters = text.toLowerCase(Locale.ROOT).toCharArray();
    if (wanted.length == 0) {
      return Optional.of(new FuzzyMatch(0, new int[0]));
    }
    // best[i][j]: the score of the first i + 1 letters when the last of them is at j; from[i][j]: where the one before it is.
    int[][] best = new int[wanted.length][letters.length];
    int[][] from = new int[wanted.length][letters.length];
    for (int i = 0; i < wanted.length; i++) {
      fill(best, from, i, wanted[i], letters, text);
    }
    int[] last = best[wanted.length - 1];
    int end = -1;
    for (int j = 0; j < letters.length; j++) {
      end = last[j] > NONE && (end < 0 || last[j] > last[end]) ? j : end;
    }
    if (end < 0) {
      return Optional.empty();
    }
    int score = last[end];
    int[] places = new int[wanted.length];
    for (int i = wanted.length - 1; i >= 0; i--) {
      places[i] = end;
      end = from[i][end];
    }
    return Optional.of(new FuzzyMatch(score, places));
  }

  private static void fill(int[][] best, int[][] from, int i, char wanted, char[] letters, String text) {
    Arrays.fill(best[i], NONE);
    int before = -1; // the best place of the letter before this one, of those that are left of j
    for (int j = 0; j < letters.length; j++) {
      if (i > 0 && j > 0 && best[i - 1][j - 1] > NONE && (before < 0 || best[i - 1][j - 1] > best[i - 1][before])) {
        before = j - 1;
      }
      if (letters[j] != wanted) {
        continue;
      }
      int own = LETTER + (startsWord(text, j) ? WORD_START : 0);
      if (i == 0) {
        best[i][j] = own - Math.min(j, LONGEST_LEAD);
      } else if (before >= 0) {
        best[i][j] = best[i - 1][before] + own;
        from[i][j] = before;
        int adjacent = best[i - 1][j - 1] > NONE ? best[i - 1][j - 1] + own + ADJACENT : NONE;
        if (adjacent >= best[i][j]) {
          best[i][j] = adjacent;
          from[i][j] = j - 1;
        }
      }
    }
  }

  private static boolean startsWord(String text, int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))
        || (Character.isUpperCase(text.charAt(at)) && !Character.isUpperCase(text.charAt(at - 1)));
  }
}
