package dev.kioto.console.filter;

/// A piece of a filter.
sealed interface Token {

  /// Where it begins, in characters from 0.
  int position();

  /// `(`, `)`, `and`, `or`, `not`, or the end.
  record Mark(Kind kind, int position) implements Token {
  }

  /// A text to look for in the name.
  record Word(String text, int position) implements Token {
  }

  /// A field, an operator and a value.
  record Term(String field, int position, String operator, int operatorPosition, String value, int valuePosition)
      implements
      Token {
  }

  /// What a mark is.
  enum Kind {
    OPEN("("),
    CLOSE(")"),
    AND("and"),
    OR("or"),
    NOT("not"),
    END("the end");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
