package dev.kioto.console.filter;

import dev.kioto.console.filter.Completion.Kind;
import dev.kioto.console.filter.Completion.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proposes how a filter could go on, from what stands before the cursor. It reads backwards from there and does not need
/// the rest to be right.
final class Completer {

  private static final int MOST = 50;
  // The last word before the cursor: a field, an operator, and the value as far as it is there.
  private static final Pattern TERM = Pattern
      .compile("([\\p{L}][\\p{L}\\p{N}_.\\-]*)\\s*(>=|<=|!=|[:=~<>])\\s*(\"?[^\\s()\"]*)$");
  private static final Pattern WORD = Pattern.compile("[^\\s()\"]*$");
  private static final Pattern DIGITS = Pattern.compile("\\d+(\\.\\d+)?");
  private static final List<Proposal> UNITS = List.of(
      new Proposal("s", Kind.VALUE, "seconds"), new Proposal("ms", Kind.VALUE, "milliseconds"),
      new Proposal("us", Kind.VALUE, "microseconds"), new Proposal("m", Kind.VALUE, "minutes"),
      new Proposal("h", Kind.VALUE, "hours"), new Proposal("ns", Kind.VALUE, "nanoseconds"));

  private final List<? extends Field<?>> fields;
  private final boolean named;

  Completer(List<? extends Field<?>> fields, boolean named) {
    this.fields = fields;
    this.named = named;
  }

  Completion complete(String before) {
    var text = before.length() > Filters.LONGEST ? before.substring(before.length() - Filters.LONGEST) : before;
    int cut = before.length() - text.length();
    var term = TERM.matcher(text);
    if (term.find()) {
      if (insideQuotes(text, term.start())) return new Completion(before.length(), "", List.of());
      return value(term.group(1), term.group(3), cut + term.start(3));
    }
    if (insideQuotes(text, text.length())) return new Completion(before.length(), "", List.of());
    var word = WORD.matcher(text);
    int start = word.find() ? word.start() : text.length();
    return word(text.substring(0, start), text.substring(start), cut + start);
  }

  private static boolean insideQuotes(String text, int end) {
    boolean inside = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '"') inside = !inside;
      if (c == '\\' && inside && i + 1 < end && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\')) i++;
    }
    return inside;
  }

  private Completion value(String label, String typed, int from) {
    var begun = typed.startsWith("\"") ? typed.substring(1) : typed;
    var field = field(label);
    if (field == null) return new Completion(from, named && isNamed(label) ? label : "", List.of());
    return switch (field.type()) {
      case CHOICE -> new Completion(from, "", values(begun, field.choices()));
      case FLAGS -> {
        var choices = new ArrayList<>(List.of("any"));
        choices.addAll(field.choices());
        yield new Completion(from, "", values(begun, choices));
      }
      case DURATION -> {
        boolean number = DIGITS.matcher(begun).matches();
        yield new Completion(from, "", number ? UNITS.stream()
            .map(unit -> new Proposal(begun + unit.text(), Kind.VALUE, unit.about())).toList() : List.of());
      }
      case TEXT -> new Completion(from, field.label(), List.of());
      case COUNT, ID, INSTANT -> new Completion(from, "", List.of());
    };
  }

  private static List<Proposal> values(String begun, List<String> choices) {
    return matching(begun, choices.stream().map(choice -> new Proposal(choice, Kind.VALUE, "")).toList());
  }

  private Completion word(String before, String begun, int from) {
    var exact = field(begun);
    if (exact != null) {
      var operators = exact.type().operators().stream()
          .map(operator -> new Proposal(operator, Kind.OPERATOR, meaning(operator, exact.type()))).toList();
      return new Completion(from + begun.length(), "", operators);
    }
    var all = new ArrayList<Proposal>();
    for (var field : fields) all.add(new Proposal(field.label(), Kind.FIELD, field.about()));
    if (named) all.add(new Proposal(Terms.NAMED, Kind.FIELD, "what it says of itself, by name"));
    all.addAll(keywords(before));
    return new Completion(from, "", matching(begun, all));
  }

  /// The words that may stand between terms: two of them only after a term.
  private static List<Proposal> keywords(String before) {
    var head = before.stripTrailing().toLowerCase(Locale.ROOT);
    boolean afterTerm = !head.isEmpty() && !head.endsWith("(") && !head.matches("(?s).*(^|[\\s()])(and|or|not)");
    var not = new Proposal("not", Kind.KEYWORD, "none of the term that follows");
    if (!afterTerm) return List.of(not);
    return List.of(new Proposal("and", Kind.KEYWORD, "both, as a blank says too"),
        new Proposal("or", Kind.KEYWORD, "one or the other"), not);
  }

  /// Those that begin so, then those that have it further on.
  private static List<Proposal> matching(String begun, List<Proposal> all) {
    var wanted = begun.toLowerCase(Locale.ROOT);
    var found = new ArrayList<Proposal>();
    for (var proposal : all) {
      if (proposal.text().toLowerCase(Locale.ROOT).startsWith(wanted)) found.add(proposal);
    }
    for (var proposal : all) {
      if (proposal.text().toLowerCase(Locale.ROOT).indexOf(wanted) > 0) found.add(proposal);
    }
    return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
  }

  private static String meaning(String operator, Field.Type type) {
    return switch (operator) {
      case ":" -> type == Field.Type.TEXT ? "contains, whatever the case" : "is";
      case "=" -> "is exactly";
      case "!=" -> "is not";
      case "~" -> "matches the regular expression";
      case ">" -> "more than";
      case ">=" -> "at least";
      case "<" -> "less than";
      default -> "at most";
    };
  }

  private @Nullable Field<?> field(String name) {
    for (var field : fields) {
      if (field.isNamed(name)) return field;
    }
    return null;
  }

  private static boolean isNamed(String label) {
    return label.regionMatches(true, 0, Terms.NAMED, 0, Terms.NAMED.length());
  }
}
