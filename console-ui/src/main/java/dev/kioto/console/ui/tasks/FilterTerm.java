package dev.kioto.console.ui.tasks;

import java.util.regex.Pattern;

/// Writes terms of the filter language.
final class FilterTerm {
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/#-]+");
  private static final Pattern OR = Pattern.compile("(?i)(^|[\\s)])or([\\s(]|$)");

  private FilterTerm() {}

  /// That a field is exactly a value.
  static String exactly(String field, String value) {
    return field + '=' + (PLAIN.matcher(value).matches() ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
  }

  /// What both a filter and a term let through.
  static String both(String filter, String term) {
    if (filter.isBlank()) {
      return term;
    }
    return (OR.matcher(filter).find() ? '(' + filter.strip() + ')' : filter.strip()) + ' ' + term;
  }
}
