package dev.kioto.instrument.trace;

/// What people call a task. Each part is cut to 256 characters, and empty when there is none.
///
/// @param name that was given at the spawn
/// @param location where it was spawned, `File.java:12`
/// @param type of its code
public record TraceTaskName(String name, String location, String type) {
  private static final int MAX_TEXT = 256;

  public TraceTaskName {
    name = cut(name);
    location = cut(location);
    type = cut(type);
  }

  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
