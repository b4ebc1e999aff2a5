package dev.kioto.console.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A filter as it was read, before it is known what its fields mean. [#print] gives it back as a line that reads the same.
sealed interface Expression {

  /// The line.
  String print();

  /// Lets everything through.
  record Everything() implements Expression {
    @Override
    public String print() {
      return "";
    }
  }

  /// At least one of two or more.
  record Either(List<Expression> parts) implements Expression {
    @Override
    public String print() {
      return parts.stream().map(Expression::print).collect(Collectors.joining(" or "));
    }
  }

  /// Every one of two or more.
  record Both(List<Expression> parts) implements Expression {
    @Override
    public String print() {
      return parts.stream().map(part -> part instanceof Either ? "(" + part.print() + ")" : part.print())
          .collect(Collectors.joining(" "));
    }
  }

  /// Not this one.
  record Negation(Expression part) implements Expression {
    @Override
    public String print() {
      boolean many = part instanceof Either || part instanceof Both;
      return "not " + (many ? "(" + part.print() + ")" : part.print());
    }
  }

  /// A field, an operator and a value.
  record Comparison(Token.Term term) implements Expression {
    @Override
    public String print() {
      return Quoting.field(term.field()) + term.operator() + Quoting.value(term.value());
    }
  }

  /// A text to look for.
  record Contains(String text) implements Expression {
    @Override
    public String print() {
      return Quoting.word(text);
    }
  }

  /// One of them; what is an alternative itself gives its parts.
  static Expression either(List<Expression> parts) {
    if (parts.size() == 1) return parts.getFirst();
    var flat = new ArrayList<Expression>(parts.size());
    for (var part : parts) {
      if (part instanceof Either(var inner)) {
        flat.addAll(inner);
      } else {
        flat.add(part);
      }
    }
    return new Either(List.copyOf(flat));
  }

  /// All of them.
  static Expression both(List<Expression> parts) {
    if (parts.size() == 1) return parts.getFirst();
    var flat = new ArrayList<Expression>(parts.size());
    for (var part : parts) {
      if (part instanceof Both(var inner)) {
        flat.addAll(inner);
      } else {
        flat.add(part);
      }
    }
    return new Both(List.copyOf(flat));
  }

  /// Puts texts in quotes where they would read otherwise without.
  final class Quoting {

    private static final Set<String> KEYWORDS = Set.of("and", "or", "not");

    private Quoting() {}

    static String field(String name) {
      int dot = name.indexOf('.') + 1;
      boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-');
      return plain && !name.endsWith(".") ? name : name.substring(0, dot) + quote(name.substring(dot));
    }

    static String value(String text) {
      boolean plain = !text.isEmpty() && text.charAt(0) != '=' // which would lengthen the operator before it
          && text.chars().noneMatch(c -> Character.isWhitespace(c) || "()\"".indexOf(c) >= 0);
      return plain ? text : quote(text);
    }

    static String word(String text) {
      boolean plain = !text.isEmpty()
          && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
      return plain && !KEYWORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : quote(text);
    }

    private static String quote(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }
}
