package dev.kioto.console.web;

import dev.kioto.console.filter.FilterLanguage;
import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.Sorts;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.TaskRecord;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what a client asked for, and refuses what cannot be meant.
final class Parameters {

  static final int MOST_ROWS = 1000;

  private Parameters() {}

  /// @throws Refusal if the query has a parameter that the route does not know: a misspelt one would be ignored
  static void requireKnown(Context request, List<Route.Parameter> known) {
    for (var name : request.queryParamMap().keySet()) {
      if (known.stream().noneMatch(p -> p.in().equals("query") && p.name().equals(name))) {
        var names = known.stream().filter(p -> p.in().equals("query")).map(Route.Parameter::name).toList();
        throw Refusal.parameter("'" + cut(name) + "' is not a parameter of this request: it takes "
            + (names.isEmpty() ? "none" : String.join(", ", names)));
      }
    }
  }

  static String text(Context request, String name, String standard) {
    return Objects.requireNonNullElse(request.queryParam(name), standard);
  }

  static int integer(Context request, String name, int standard, int least, int most) {
    var given = request.queryParam(name);
    return given == null ? standard : integer(given, name, least, most);
  }

  private static int integer(String given, String name, int least, int most) {
    try {
      int value = Integer.parseInt(given);
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException _) {
      // said below
    }
    throw Refusal.parameter(
        "'" + cut(given) + "' is not a " + name + ": write a whole number from " + least + " to " + most);
  }

  static int within(int value, String name, int least, int most) {
    if (value >= least && value <= most) return value;
    throw Refusal.parameter(value + " is not a " + name + ": write a whole number from " + least + " to " + most);
  }

  /// One of a few words.
  static String choice(Context request, String name, String standard, List<String> choices) {
    var given = text(request, name, standard);
    if (choices.contains(given)) return given;
    throw Refusal.parameter("'" + cut(given) + "' is not a " + name + ": write one of " + String.join(", ", choices));
  }

  /// An id, or null when the parameter is not given.
  static @Nullable Long id(Context request, String name) {
    var given = text(request, name, "");
    if (given.isEmpty()) return null;
    var id = taskId(given);
    if (id != null) return id;
    throw Refusal.parameter("'" + cut(given) + "' is not a " + name + ": write an id, a whole number");
  }

  /// An instant, or null when the parameter is not given.
  static @Nullable Instant instant(Context request, String name) {
    var given = text(request, name, "");
    return given.isEmpty() ? null : instant(name, given);
  }

  /// @throws Refusal if the text is not an instant
  static Instant instant(String name, String given) {
    try {
      var instant = Instant.parse(given);
      // Beyond these, nanoseconds since 1970 are no long.
      if (instant.isAfter(Instant.EPOCH.minusSeconds(1)) && instant.getEpochSecond() < 9_000_000_000L) return instant;
    } catch (DateTimeParseException _) {
      // said below
    }
    throw Refusal.parameter("'" + cut(given) + "' is not an instant for '" + name
        + "': write it in ISO 8601 and UTC, like 2026-01-31T12:00:00Z");
  }

  /// The parameter `filter`.
  static <R> RowFilter<R> filter(Context request, FilterLanguage<R> language) {
    try {
      return language.filter(text(request, "filter", ""));
    } catch (FilterSyntaxException e) {
      throw Refusal.filter(e);
    }
  }

  static RowFilter<TaskRecord> filter(String text) {
    try {
      return Filters.parse(text);
    } catch (FilterSyntaxException e) {
      throw Refusal.filter(e);
    }
  }

  static RowOrder<TaskRecord> order(String text) {
    try {
      return Sorts.parse(text);
    } catch (SortSyntaxException e) {
      throw Refusal.sort(e);
    }
  }

  /// A wire id, or null when the text is none.
  static @Nullable Long taskId(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  static String cut(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "...";
  }
}
