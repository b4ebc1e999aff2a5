package dev.kioto.console.filter;

import java.util.ArrayList;
import java.util.List;

/// Reads filters: recursive descent, one method a rule.
///
/// ```
/// filter := [ either ] END
/// either := both { "or" both }
/// both   := single { [ "and" ] single }
/// single := "not" single | "(" either ")" | TERM | WORD
/// ```
final class Parser {

  private static final int DEEPEST = 100; // parentheses and nots within each other; people write two or three

  private final Lexer lexer;
  private Token token;
  private int depth;

  private Parser(String text) throws FilterSyntaxException {
    lexer = new Lexer(text);
    token = lexer.next();
  }

  static Expression parse(String text) throws FilterSyntaxException {
    if (text.length() > Filters.LONGEST) {
      throw new FilterSyntaxException(Filters.LONGEST,
          "the filter has " + text.length() + " characters: at most " + Filters.LONGEST + " are read");
    }
    return new Parser(text).filter();
  }

  private Expression filter() throws FilterSyntaxException {
    if (isMark(Token.Kind.END)) return new Expression.Everything();
    var filter = either();
    if (isMark(Token.Kind.CLOSE)) throw error("')' at position " + token.position() + " closes nothing");
    return filter;
  }

  private Expression either() throws FilterSyntaxException {
    var parts = new ArrayList<>(List.of(both()));
    while (isMark(Token.Kind.OR)) {
      advance();
      parts.add(both());
    }
    return Expression.either(parts);
  }

  private Expression both() throws FilterSyntaxException {
    var parts = new ArrayList<>(List.of(single()));
    while (!isMark(Token.Kind.OR) && !isMark(Token.Kind.CLOSE) && !isMark(Token.Kind.END)) {
      if (isMark(Token.Kind.AND)) advance();
      parts.add(single());
    }
    return Expression.both(parts);
  }

  private Expression single() throws FilterSyntaxException {
    if (++depth > DEEPEST) throw error("the filter is nested more than " + DEEPEST + " deep");
    var filter = switch (token) {
      case Token.Term term -> {
        advance();
        yield new Expression.Comparison(term);
      }
      case Token.Word word -> {
        advance();
        yield new Expression.Contains(word.text());
      }
      case Token.Mark(var kind, _) when kind == Token.Kind.NOT -> {
        advance();
        yield new Expression.Negation(single());
      }
      case Token.Mark(var kind, var position) when kind == Token.Kind.OPEN -> parenthesised(position);
      case Token.Mark(var kind, var position) -> throw error("expected a term at position " + position + " and found "
          + (kind == Token.Kind.END ? "the end" : "'" + kind.label() + "'")
          + ": write a field and a value, as in state:idle, or a part of a name");
    };
    depth--;
    return filter;
  }

  private Expression parenthesised(int opening) throws FilterSyntaxException {
    advance();
    var filter = either();
    if (!isMark(Token.Kind.CLOSE)) {
      throw error("expected ')' at position " + token.position() + " to close the '(' at position " + opening);
    }
    advance();
    return filter;
  }

  private boolean isMark(Token.Kind kind) {
    return token instanceof Token.Mark mark && mark.kind() == kind;
  }

  private void advance() throws FilterSyntaxException {
    token = lexer.next();
  }

  private FilterSyntaxException error(String message) {
    return new FilterSyntaxException(token.position(), message);
  }
}
