package dev.kioto.console.ui.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Commands as people type them: words with blanks between, and quotes around what has blanks in it.
final class CommandWords {
  private CommandWords() {}

  /// The words of a line. A quote that is not closed reaches to the end.
  static List<String> split(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean isWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote != 0) {
        word.append(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
        isWord = true;
      } else if (Character.isWhitespace(c)) {
        if (isWord) {
          words.add(word.toString());
          word.setLength(0);
          isWord = false;
        }
      } else {
        word.append(c);
        isWord = true;
      }
    }
    if (isWord) {
      words.add(word.toString());
    }
    return words;
  }

  /// The line that has these words.
  static String join(List<String> words) {
    return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    boolean isPlain = !word.isEmpty()
        && word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '"');
    if (isPlain) {
      return word;
    }
    return word.contains("'") ? '"' + word + '"' : "'" + word + "'";
  }
}
