package dev.kioto.scheduler;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One option of a runtime that is a text to users: in system properties, on consoles, in the documentation. Immutable; those
/// that there are: [SettingTable].
///
/// @param <T> the kind of value
public final class Setting<T> {
  private final String name;
  private final String description;
  private final SettingSyntax<T> syntax;
  private final Function<SchedulerOptions, T> get;
  private final BiConsumer<SchedulerOptions, T> set;
  private final @Nullable String defaultWords;
  private final Change change;

  private Setting(String name, String description, SettingSyntax<T> syntax, Function<SchedulerOptions, T> get,
      BiConsumer<SchedulerOptions, T> set, @Nullable String defaultWords, Change change) {
    this.name = name;
    this.description = description;
    this.syntax = syntax;
    this.get = get;
    this.set = set;
    this.defaultWords = defaultWords;
    this.change = change;
  }

  /// When a setting can change.
  public enum Change {
    /// Before the runtime starts.
    NEVER,
    /// While it runs.
    ALWAYS,
    /// While it runs, if it has workers: else it is of no meaning.
    WITH_WORKERS
  }

  static <T> Setting<T> of(String name, SettingSyntax<T> syntax, Function<SchedulerOptions, T> get,
      BiConsumer<SchedulerOptions, T> set, String description) {
    return new Setting<>(name, description, syntax, get, set, null, Change.NEVER);
  }

  /// The same with a default that differs from runtime to runtime.
  ///
  /// @param words what it is
  Setting<T> defaultIs(String words) {
    return new Setting<>(name, description, syntax, get, set, words, change);
  }

  Setting<T> changes(Change when) {
    return new Setting<>(name, description, syntax, get, set, defaultWords, when);
  }

  /// As the system property without its prefix: `worker-threads`.
  public String name() {
    return name;
  }

  /// What it does, in a sentence.
  public String description() {
    return description;
  }

  /// What is a right value, after "must be": `on or off`.
  public String wanted() {
    return syntax.wanted();
  }

  public Change change() {
    return change;
  }

  /// The default as a value, or in words where it is no value.
  public String defaultText() {
    return defaultWords != null ? defaultWords : text(new SchedulerOptions());
  }

  /// The value among some options, as [#read] takes it.
  public String text(SchedulerOptions options) {
    return syntax.writer().apply(get.apply(options));
  }

  /// Sets it by a text.
  ///
  /// @param subject what has the text, for the message
  /// @throws IllegalArgumentException when the text is no value: the message names it and what would be right
  public void read(String subject, String text, SchedulerOptions options) {
    set.accept(options, syntax.read(subject, text));
  }

  boolean canChange(SchedulerOptions options) {
    return switch (change) {
      case NEVER -> false;
      case ALWAYS -> true;
      case WITH_WORKERS -> options.flavor == SchedulerOptions.Flavor.MULTI_THREAD;
    };
  }

  @Override
  public String toString() {
    return "setting " + name;
  }
}
