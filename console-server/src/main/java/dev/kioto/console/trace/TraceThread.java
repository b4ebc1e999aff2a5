package dev.kioto.console.trace;

/// A thread that events were written by.
///
/// @param index its number in the trace; 0 is all threads without a number of their own together, so that polls overlap there
/// @param name the last one that it had
/// @param threadId Java's thread id; 0 for those together
public record TraceThread(int index, String name, long threadId) {
  /// The index of threads without a number of their own.
  public static final int SHARED = 0;
}
