package dev.kioto.console.filter;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder.MarkedKey;
import dev.kioto.console.model.RowOrder.TextKey;
import dev.kioto.console.model.TextMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What terms mean: which operators a field knows and what a value must look like.
///
/// Reads one filter. Of one thread.
///
/// @param <R> the rows
final class Terms<R> {

  /// What stands before the name of a field that rows have of their own.
  static final String NAMED = "field.";

  private static final int MOST_REMEMBERED = 8; // terms of a filter: a long one must not take much memory

  private final FilterLanguage<R> language;
  private int remembered; // terms so far

  Terms(FilterLanguage<R> language) {
    this.language = language;
  }

  RowFilter<R> filter(Expression expression) throws FilterSyntaxException {
    return switch (expression) {
      case Expression.Everything() -> RowFilter.all();
      case Expression.Either(var parts) -> new RowFilters.Either<>(filters(parts));
      case Expression.Both(var parts) -> new RowFilters.Both<>(filters(parts));
      case Expression.Negation(var part) -> new RowFilters.Negation<>(filter(part));
      case Expression.Contains(var text) ->
          text(language.word().textKey(), TextMatch.contains(text), TextMark.signature(text), true);
      case Expression.Comparison(var term) -> filter(term);
    };
  }

  private List<RowFilter<R>> filters(List<Expression> parts) throws FilterSyntaxException {
    var filters = new ArrayList<RowFilter<R>>(parts.size());
    for (var part : parts) filters.add(filter(part));
    return List.copyOf(filters);
  }

  private RowFilter<R> filter(Token.Term term) throws FilterSyntaxException {
    var named = language.named();
    if (named != null && term.field().regionMatches(true, 0, NAMED, 0, NAMED.length())) {
      var name = term.field().substring(NAMED.length());
      return named(term, row -> named.of(row, name));
    }
    var field = language.field(term.field());
    if (field == null) {
      throw new FilterSyntaxException(term.position(), "unknown field '" + term.field() + "' at position "
          + term.position() + language.unknown(term.field())
          + (named == null ? "" : ", and " + NAMED + "NAME for what a " + language.noun() + " says of itself"));
    }
    return switch (field.type()) {
      case TEXT -> text(field.textKey(), text(term, field.type().told()), needed(term), isDear(term));
      case CHOICE -> number(field, equality(term, field), choice(term, field));
      case FLAGS -> flags(term, field);
      case ID -> number(field, equality(term, field), Values.id(term) ^ Long.MIN_VALUE);
      case COUNT -> number(field, comparison(term, field), Values.count(term));
      case DURATION -> number(field, comparison(term, field), Values.durationNanos(term));
      case INSTANT -> number(field, comparison(term, field), Values.instantNanos(term));
    };
  }

  private static <R> RowFilter<R> number(Field<R> field, RowFilters.Comparison comparison, long value) {
    return new RowFilters.Number<>(field.numberKey(), field.motion(), comparison, value);
  }

  /// A field that rows have of their own: a text, and a number when it is compared as one. What is not a number is
  /// neither more nor less than one.
  private RowFilter<R> named(Token.Term term, Function<R, @Nullable String> read) throws FilterSyntaxException {
    var comparison = ordering(term);
    if (comparison == null) {
      var looks = text(term, Field.Type.TEXT.told() + ", and >, >=, < and <= for numbers");
      return new RowFilters.Text<>(read, isDear(term) ? remembered(looks) : looks);
    }
    var value = Values.decimal(term);
    return new RowFilters.Text<>(read, remembered(text -> {
      var number = Values.decimalOrNull(text);
      return number != null && comparison.holds(number.compareTo(value), 0);
    }));
  }

  /// What looks into texts takes longer than to remember what it said of them.
  private Predicate<String> remembered(Predicate<String> looks) {
    return remembered++ < MOST_REMEMBERED ? new Remembered(looks) : looks;
  }

  private RowFilter<R> text(TextKey<R> key, Predicate<String> looks, int needed, boolean dear) {
    return key instanceof MarkedKey<R> marked
        ? new RowFilters.Marked<>(marked, looks, needed)
        : new RowFilters.Text<>(key::of, dear ? remembered(looks) : looks);
  }

  private static boolean isDear(Token.Term term) {
    return term.operator().equals(":") || term.operator().equals("~");
  }

  private static Predicate<String> text(Token.Term term, String told) throws FilterSyntaxException {
    return switch (term.operator()) {
      case ":" -> TextMatch.contains(term.value());
      case "=" -> term.value()::equals;
      case "!=" -> Predicate.not(term.value()::equals);
      case "~" -> TextMatch.pattern(term);
      default -> throw wrongOperator(term, told);
    };
  }

  /// The signature of what a text has to contain for a term to hold; 0 when that is not known.
  private static int needed(Token.Term term) {
    return switch (term.operator()) {
      case ":", "=" -> TextMark.signature(term.value());
      default -> 0;
    };
  }

  private static int choice(Token.Term term, Field<?> field) throws FilterSyntaxException {
    int choice = field.choices().indexOf(term.value().toLowerCase(Locale.ROOT));
    if (choice < 0) throw unknownValue(term, field.label(), field.choices());
    return choice;
  }

  private static <R> RowFilter<R> flags(Token.Term term, Field<R> field) throws FilterSyntaxException {
    boolean wanted = equality(term, field) == RowFilters.Comparison.EQUAL;
    if (term.value().equalsIgnoreCase("any")) return new RowFilters.Flag<>(field.flagsOf(), -1, wanted);
    int choice = field.choices().indexOf(term.value().toLowerCase(Locale.ROOT));
    if (choice < 0) {
      var known = new ArrayList<>(List.of("any"));
      known.addAll(field.choices());
      throw unknownValue(term, field.label(), known);
    }
    return new RowFilters.Flag<>(field.flagsOf(), choice, wanted);
  }

  private static RowFilters.Comparison comparison(Token.Term term, Field<?> field) throws FilterSyntaxException {
    var ordering = ordering(term);
    return ordering == null ? equality(term, field) : ordering;
  }

  private static RowFilters.@Nullable Comparison ordering(Token.Term term) {
    return switch (term.operator()) {
      case ">" -> RowFilters.Comparison.MORE;
      case ">=" -> RowFilters.Comparison.AT_LEAST;
      case "<" -> RowFilters.Comparison.LESS;
      case "<=" -> RowFilters.Comparison.AT_MOST;
      default -> null;
    };
  }

  private static RowFilters.Comparison equality(Token.Term term, Field<?> field) throws FilterSyntaxException {
    return switch (term.operator()) {
      case ":", "=" -> RowFilters.Comparison.EQUAL;
      case "!=" -> RowFilters.Comparison.UNEQUAL;
      default -> throw wrongOperator(term, field.type().told());
    };
  }

  private static FilterSyntaxException wrongOperator(Token.Term term, String right) {
    return new FilterSyntaxException(term.operatorPosition(), "the field '" + term.field() + "' does not know '"
        + term.operator() + "' at position " + term.operatorPosition() + ": it knows " + right);
  }

  private static FilterSyntaxException unknownValue(Token.Term term, String what, List<String> known) {
    var closest = Suggestion.closest(term.value(), known);
    return new FilterSyntaxException(term.valuePosition(), "unknown " + what + " '" + term.value() + "' at position "
        + term.valuePosition() + ": " + (closest == null ? "" : "did you mean '" + closest + "'? ") + what + "s: "
        + String.join(", ", known));
  }
}
