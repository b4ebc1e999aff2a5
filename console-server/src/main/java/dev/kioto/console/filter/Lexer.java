package dev.kioto.console.filter;

import java.util.Locale;

/// Cuts a filter into tokens.
final class Lexer {

  private static final String[] OPERATORS = {">=", "<=", "!=", ":", "=", "~", ">", "<"}; // longer ones first

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  Token next() throws FilterSyntaxException {
    skipBlanks();
    int start = at;
    if (at == text.length()) return new Token.Mark(Token.Kind.END, start);
    char first = text.charAt(at);
    if (first == '(' || first == ')') {
      at++;
      return new Token.Mark(first == '(' ? Token.Kind.OPEN : Token.Kind.CLOSE, start);
    }
    if (first == '"') return new Token.Word(quoted(), start);
    if (!operatorAt(at).isEmpty()) {
      throw new FilterSyntaxException(start,
          "expected a field before '" + operatorAt(at) + "' at position " + start + ", as in idle>5s");
    }
    String field = identifier();
    if (!field.isEmpty()) {
      int afterField = at;
      skipBlanks();
      if (!operatorAt(at).isEmpty()) return term(field, start);
      at = afterField;
    }
    return word(start);
  }

  private Token term(String field, int start) throws FilterSyntaxException {
    String operator = operatorAt(at);
    int operatorPosition = at;
    at += operator.length();
    skipBlanks();
    int valuePosition = at;
    if (at < text.length() && text.charAt(at) == '"') {
      return new Token.Term(field, start, operator, operatorPosition, quoted(), valuePosition);
    }
    while (at < text.length() && !endsWord(text.charAt(at))) at++;
    if (at == valuePosition) {
      throw new FilterSyntaxException(at,
          "expected a value after '" + field + operator + "' at position " + at);
    }
    var value = text.substring(valuePosition, at);
    return new Token.Term(field, start, operator, operatorPosition, value, valuePosition);
  }

  private Token word(int start) {
    while (at < text.length() && !endsWord(text.charAt(at))) at++;
    var word = text.substring(start, at);
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "and" -> new Token.Mark(Token.Kind.AND, start);
      case "or" -> new Token.Mark(Token.Kind.OR, start);
      case "not" -> new Token.Mark(Token.Kind.NOT, start);
      default -> new Token.Word(word, start);
    };
  }

  /// A text in double quotes; `\"` and `\\` stand for themselves there, any other `\` for itself.
  private String quoted() throws FilterSyntaxException {
    int start = at++;
    var content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') return content.toString();
      boolean escapes = c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\');
      content.append(escapes ? text.charAt(at++) : c);
    }
    throw new FilterSyntaxException(start, "the quote that opens at position " + start + " is never closed");
  }

  /// A field's name; after `field.` it may have any characters, in quotes when they are others than these.
  private String identifier() throws FilterSyntaxException {
    int start = at;
    if (at < text.length() && !Character.isLetter(text.charAt(at))) return "";
    boolean named = text.regionMatches(true, at, Terms.NAMED, 0, Terms.NAMED.length());
    if (named && text.startsWith("\"", at + Terms.NAMED.length())) {
      at += Terms.NAMED.length();
      return Terms.NAMED + quoted();
    }
    while (at < text.length() && (isIdentifierPart(text.charAt(at)) || (named && text.charAt(at) == '-'))) at++;
    return text.substring(start, at);
  }

  private static boolean isIdentifierPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private String operatorAt(int position) {
    for (var operator : OPERATORS) {
      if (text.startsWith(operator, position)) return operator;
    }
    return "";
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || c == '(' || c == ')' || c == '"';
  }
}
