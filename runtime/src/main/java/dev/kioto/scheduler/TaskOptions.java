package dev.kioto.scheduler;

import org.jspecify.annotations.Nullable;

/// What a spawn may say of its task.
///
/// @param name for people, or null; need not be unique
public record TaskOptions(@Nullable String name) {
  /// A task without a name.
  public static final TaskOptions NONE = new TaskOptions(null);
}
