package dev.kioto.console.trace;

/// One event.
///
/// @param at the program's clock, in nanoseconds since 1970; the start of what has a length
/// @param thread the index of the thread that wrote it
/// @param task that it is about; 0 when it is about none
/// @param other see [TraceKind]
/// @param value see [TraceKind]
public record TraceEvent(TraceKind kind, long at, int thread, long task, long other, long value) {
  /// When it was over.
  public long end() {
    return kind.hasLength() ? at + value : at;
  }
}
