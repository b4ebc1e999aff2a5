package dev.kioto.instrument.recorder;

/// Where events come from.
///
/// @param index unique among those of a recorder, never used again; [#SHARED] for all threads without a ring of their own
/// @param name of the thread when it was last looked at
/// @param threadId [Thread#threadId]; 0 for the threads without a ring of their own
public record ThreadSource(int index, String name, long threadId) {
  /// The index of the threads that have no ring of their own. The others are above it.
  public static final int SHARED = 0;
}
