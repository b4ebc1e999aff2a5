package dev.kioto.console.filter;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The ways to look into a text.
final class TextMatch {

  // How often a pattern may look at a character of one text. Enough for any pattern that goes back and forth a few
  // hundred times over a long name; reached at once by one that tries every way to split it.
  private static final int LOOKS = 200_000;

  private static final char LAST_PLAIN = 127; // to here a letter has two cases and no more

  private TextMatch() {}

  /// Whether a text contains another, whatever the case of letters.
  static Predicate<String> contains(String wanted) {
    if (wanted.isEmpty()) return _ -> true;
    char upper = Character.toUpperCase(wanted.charAt(0));
    char lower = Character.toLowerCase(upper);
    return text -> {
      for (int i = text.length() - wanted.length(); i >= 0; i--) {
        char c = text.charAt(i);
        boolean begins = c == lower || c == upper || c > LAST_PLAIN || lower > LAST_PLAIN;
        if (begins && text.regionMatches(true, i, wanted, 0, wanted.length())) return true;
      }
      return false;
    };
  }

  /// Whether some part of a text matches a regular expression.
  ///
  /// @throws FilterSyntaxException if it is not one
  static Predicate<String> pattern(Token.Term term) throws FilterSyntaxException {
    var source = term.value();
    try {
      var pattern = Pattern.compile(source);
      return text -> find(pattern, text);
    } catch (PatternSyntaxException e) {
      throw new FilterSyntaxException(term.valuePosition(), "'" + source + "' at position " + term.valuePosition()
          + " is not a regular expression: " + e.getDescription());
    } catch (StackOverflowError _) {
      throw new FilterSyntaxException(term.valuePosition(),
          "the regular expression at position " + term.valuePosition() + " is nested too deep");
    }
  }

  private static boolean find(Pattern pattern, String text) {
    try {
      return pattern.matcher(new Counted(text, pattern)).find();
    } catch (StackOverflowError _) {
      throw new FilterCostException(pattern.pattern());
    }
  }

  /// A text that can be looked at so many times and then refuses: what stops a pattern that would run for ever.
  private static final class Counted implements CharSequence {

    private final String text;
    private final Pattern pattern;
    private int looksLeft = LOOKS;

    Counted(String text, Pattern pattern) {
      this.text = text;
      this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
      if (--looksLeft < 0) throw new FilterCostException(pattern.pattern());
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
