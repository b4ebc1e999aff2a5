package dev.kioto.console.filter;

import dev.kioto.console.model.TaskFilter;

/// Reads filters: recursive descent, one method a rule.
///
/// ```
/// filter := [ either ] END
/// either := both { "or" both }
/// both   := single { [ "and" ] single }
/// single := "not" single | "(" either ")" | TERM | WORD
/// ```
public final class Filters {

  /// The longest filter that is read, in characters.
  public static final int LONGEST = 4096;

  private static final int DEEPEST = 100; // parentheses and nots within each other; people write two or three

  private final Lexer lexer;
  private Token token;
  private int depth;

  private Filters(String text) throws FilterSyntaxException {
    lexer = new Lexer(text);
    token = lexer.next();
  }

  /// Reads a filter. An empty one lets every task through.
  ///
  /// @throws FilterSyntaxException if it cannot be read
  public static TaskFilter parse(String text) throws FilterSyntaxException {
    if (text.length() > LONGEST) {
      throw new FilterSyntaxException(LONGEST,
          "the filter has " + text.length() + " characters: at most " + LONGEST + " are read");
    }
    return new Filters(text).filter();
  }

  private TaskFilter filter() throws FilterSyntaxException {
    if (isMark(Token.Kind.END)) return TaskFilter.ALL;
    var filter = either();
    if (isMark(Token.Kind.CLOSE)) throw error("')' at position " + token.position() + " closes nothing");
    return filter;
  }

  private TaskFilter either() throws FilterSyntaxException {
    var filter = both();
    while (isMark(Token.Kind.OR)) {
      advance();
      var left = filter;
      var right = both();
      filter = (task, asOf) -> left.matches(task, asOf) || right.matches(task, asOf);
    }
    return filter;
  }

  private TaskFilter both() throws FilterSyntaxException {
    var filter = single();
    while (!isMark(Token.Kind.OR) && !isMark(Token.Kind.CLOSE) && !isMark(Token.Kind.END)) {
      if (isMark(Token.Kind.AND)) advance();
      var left = filter;
      var right = single();
      filter = (task, asOf) -> left.matches(task, asOf) && right.matches(task, asOf);
    }
    return filter;
  }

  private TaskFilter single() throws FilterSyntaxException {
    if (++depth > DEEPEST) throw error("the filter is nested more than " + DEEPEST + " deep");
    var filter = switch (token) {
      case Token.Term term -> {
        advance();
        yield Terms.filter(term);
      }
      case Token.Word word -> {
        advance();
        yield Terms.nameContains(word.text());
      }
      case Token.Mark(var kind, _) when kind == Token.Kind.NOT -> {
        advance();
        var negated = single();
        yield (TaskFilter) (task, asOf) -> !negated.matches(task, asOf);
      }
      case Token.Mark(var kind, var position) when kind == Token.Kind.OPEN -> parenthesised(position);
      case Token.Mark(var kind, var position) -> throw error("expected a term at position " + position + " and found "
          + (kind == Token.Kind.END ? "the end" : "'" + kind.label() + "'")
          + ": write a field and a value, as in state:idle, or a part of a name");
    };
    depth--;
    return filter;
  }

  private TaskFilter parenthesised(int opening) throws FilterSyntaxException {
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
