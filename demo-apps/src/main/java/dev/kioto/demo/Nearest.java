package dev.kioto.demo;

import java.util.Comparator;
import java.util.List;

/// What somebody may have meant who wrote a name that there is not.
final class Nearest {

  private static final int FARTHEST = 3; // letters to change: what needs more is another word

  private Nearest() {}

  /// A sentence that says that there is none, what is nearest, and what there is.
  static String sentence(String what, String name, List<String> names) {
    var nearest = names.stream().min(Comparator.comparingInt(one -> distance(name, one))).orElse("");
    boolean near = distance(name, nearest) <= Math.min(FARTHEST, nearest.length() / 2);
    return "there is no " + what + " '" + name + "': " + (near ? "did you mean '" + nearest + "'? Or " : "")
        + "write one of " + String.join(", ", names);
  }

  /// Letters to put in, to leave out or to change until one is the other: Levenshtein's distance.
  static int distance(String a, String b) {
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) above[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
