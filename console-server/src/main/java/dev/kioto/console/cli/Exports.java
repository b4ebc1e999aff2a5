package dev.kioto.console.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What can be exported, and where the web API has it.
enum Exports {
  /// The tasks.
  TASKS("tasks", true),
  /// Locks, channels, timers.
  RESOURCES("resources", true),
  /// What tasks do with them.
  OPERATIONS("operations", true),
  /// The workers.
  WORKERS("workers", true),
  /// Who wakes whom.
  WAKES("wakes", true),
  /// Tasks by what they have in common.
  GROUPS("groups", true),
  /// What is or was wrong.
  DIAGNOSES("diagnoses", true),
  /// What it saw go wrong inside.
  INCIDENTS("incidents", true),
  /// A figure over time.
  SERIES("series", true),
  /// What it did, for Perfetto.
  TRACE("trace", false),
  /// Where its tasks are, for flame graphs.
  STACKS("stacks", false),
  /// The evidence of a diagnosis.
  BUNDLE("diagnoses/%s/bundle", false),
  /// Every figure of the server.
  METRICS("metrics", false);

  /// In which forms tables come.
  static final List<String> FORMATS = List.of("csv", "jsonl");

  /// Reads one, and lists all.
  static final class Name implements ITypeConverter<Exports>, Iterable<String> {
    @Override
    public Exports convert(String text) {
      for (var one : values()) {
        if (one.toString().equalsIgnoreCase(text)) return one;
      }
      var names = Arrays.stream(values()).map(Exports::toString).toList();
      var meant = UsageErrors.closest(text, names);
      throw new TypeConversionException("'" + text + "' is nothing to export: "
          + (meant.isEmpty() ? "" : "did you mean " + meant + "? ") + "write one of " + String.join(", ", names));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Exports::toString).iterator();
    }
  }

  private final String list;
  private final boolean isTable;

  Exports(String list, boolean isTable) {
    this.list = list;
    this.isTable = isTable;
  }

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether it is a list, which comes as CSV or lines of JSON.
  boolean isTable() {
    return isTable;
  }

  /// Whether it is no text.
  boolean isBinary() {
    return this == TRACE || this == BUNDLE;
  }

  /// Whether it is of the server, not of a target.
  boolean isOfServer() {
    return this == METRICS;
  }

  /// Below a target's path.
  ///
  /// @param diagnosis the id, of a bundle
  String path(@Nullable String diagnosis) {
    return list.formatted(diagnosis);
  }
}
