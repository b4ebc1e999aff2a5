package dev.kioto.console.filter;

import dev.kioto.console.diagnosis.Check;
import dev.kioto.console.diagnosis.Checks;
import dev.kioto.console.diagnosis.Finding;
import dev.kioto.console.model.TaskFilter;
import dev.kioto.console.model.TaskOrder.NumberKey;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a term means: which operators its field knows and what its value must look like.
final class Terms {

  private static final String TASK_FIELD_PREFIX = "field.";

  private Terms() {}

  static TaskFilter nameContains(String text) {
    var contains = TextMatch.contains(text);
    return (task, _) -> contains.test(task.name());
  }

  static TaskFilter filter(Token.Term term) throws FilterSyntaxException {
    if (term.field().regionMatches(true, 0, TASK_FIELD_PREFIX, 0, TASK_FIELD_PREFIX.length())) {
      var name = term.field().substring(TASK_FIELD_PREFIX.length());
      return text(term, task -> task.field(name));
    }
    var field = TaskField.named(term.field());
    if (field == null) {
      throw new FilterSyntaxException(term.position(), "unknown field '" + term.field() + "' at position "
          + term.position() + TaskField.unknown(term.field())
          + ", and field.NAME for what a task says of itself");
    }
    return switch (field.type()) {
      case TEXT -> text(term, Objects.requireNonNull(field.text())::of);
      case STATE -> state(term);
      case WARNING -> warning(term);
      case ID -> equality(term, number(field), Values.id(term) ^ Long.MIN_VALUE);
      case COUNT -> comparison(term, number(field), Values.count(term));
      case DURATION -> comparison(term, number(field), Values.durationNanos(term));
      case INSTANT -> instant(term, number(field), Values.instantNanos(term));
    };
  }

  private static NumberKey number(TaskField field) {
    return Objects.requireNonNull(field.number());
  }

  private static TaskFilter text(Token.Term term, Function<TaskRecord, @Nullable String> read)
      throws FilterSyntaxException {
    Predicate<String> match = switch (term.operator()) {
      case ":" -> TextMatch.contains(term.value());
      case "=" -> term.value()::equals;
      case "!=" -> Predicate.not(term.value()::equals);
      case "~" -> TextMatch.pattern(term);
      default -> throw wrongOperator(term, ": (contains), =, != and ~ (regular expression)");
    };
    return (task, _) -> {
      var text = read.apply(task);
      return match.test(text == null ? "" : text);
    };
  }

  private static TaskFilter state(Token.Term term) throws FilterSyntaxException {
    TaskState wanted = null;
    for (var state : TaskState.values()) {
      if (state.name().equalsIgnoreCase(term.value())) wanted = state;
    }
    if (wanted == null) throw unknownValue(term, "state", TaskField.choices(TaskState.values()));
    var state = wanted;
    return equal(term) ? (task, _) -> task.state() == state : (task, _) -> task.state() != state;
  }

  private static TaskFilter warning(Token.Term term) throws FilterSyntaxException {
    boolean wanted = equal(term);
    if (term.value().equalsIgnoreCase("any")) {
      return (task, asOf) -> Checks.countRaisedBy(task, asOf) > 0 == wanted;
    }
    var check = Checks.byId(term.value().toLowerCase(Locale.ROOT));
    if (check == null) {
      var ids = Checks.all().stream().map(Check::id).toList();
      throw unknownValue(term, "warning", "any, " + String.join(", ", ids));
    }
    return (task, asOf) -> (check.check(task, asOf) == Finding.RAISED) == wanted;
  }

  private static TaskFilter equality(Token.Term term, NumberKey read, long value) throws FilterSyntaxException {
    return equal(term) ? (task, asOf) -> read.of(task, asOf) == value : (task, asOf) -> read.of(task, asOf) != value;
  }

  private static TaskFilter comparison(Token.Term term, NumberKey read, long value) throws FilterSyntaxException {
    return switch (term.operator()) {
      case ":", "=" -> (task, asOf) -> read.of(task, asOf) == value;
      case "!=" -> (task, asOf) -> read.of(task, asOf) != value;
      case ">" -> (task, asOf) -> read.of(task, asOf) > value;
      case ">=" -> (task, asOf) -> read.of(task, asOf) >= value;
      case "<" -> (task, asOf) -> read.of(task, asOf) < value;
      case "<=" -> (task, asOf) -> read.of(task, asOf) <= value;
      default -> throw wrongOperator(term, ">, >=, <, <=, = and !=");
    };
  }

  /// An instant that is not there is neither before nor after another.
  private static TaskFilter instant(Token.Term term, NumberKey read, long value) throws FilterSyntaxException {
    var compares = comparison(term, read, value);
    return (task, asOf) -> read.of(task, asOf) != TaskRecord.ABSENT && compares.matches(task, asOf);
  }

  private static boolean equal(Token.Term term) throws FilterSyntaxException {
    return switch (term.operator()) {
      case ":", "=" -> true;
      case "!=" -> false;
      default -> throw wrongOperator(term, ":, = and !=");
    };
  }

  private static FilterSyntaxException wrongOperator(Token.Term term, String right) {
    return new FilterSyntaxException(term.operatorPosition(), "the field '" + term.field() + "' does not know '"
        + term.operator() + "' at position " + term.operatorPosition() + ": it knows " + right);
  }

  private static FilterSyntaxException unknownValue(Token.Term term, String what, String choices) {
    List<String> known = Arrays.asList(choices.split(", "));
    var closest = Suggestion.closest(term.value(), known);
    return new FilterSyntaxException(term.valuePosition(), "unknown " + what + " '" + term.value() + "' at position "
        + term.valuePosition() + ": " + (closest == null ? "" : "did you mean '" + closest + "'? ") + what + "s: "
        + choices);
  }
}
