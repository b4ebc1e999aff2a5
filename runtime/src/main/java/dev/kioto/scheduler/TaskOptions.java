package dev.kioto.scheduler;

import org.jspecify.annotations.Nullable;

/// What a spawn may say of its task.
///
/// @param name for people, or null; need not be unique
/// @param mandatory of a blocking job: run it even when the runtime shuts down before a thread has taken it
public record TaskOptions(@Nullable String name, boolean mandatory) {
  /// A task without a name.
  public static final TaskOptions NONE = new TaskOptions(null);

  public TaskOptions(@Nullable String name) {
    this(name, false);
  }
}
