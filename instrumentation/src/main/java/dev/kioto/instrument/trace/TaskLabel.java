package dev.kioto.instrument.trace;

import org.jspecify.annotations.Nullable;

/// What a task is called, as the program has it.
///
/// @param name that was given at the spawn, or null
/// @param location where it was spawned, or null when that is not known
/// @param type of its code
public record TaskLabel(@Nullable String name, @Nullable StackTraceElement location, String type) {

  /// The same for people.
  public TraceTaskName toName() {
    return new TraceTaskName(name == null ? "" : name, location == null ? "" : text(location), type);
  }

  private static String text(StackTraceElement location) {
    String file = location.getFileName() == null ? location.getClassName() : location.getFileName();
    return location.getLineNumber() > 0 ? file + ":" + location.getLineNumber() : file;
  }
}
