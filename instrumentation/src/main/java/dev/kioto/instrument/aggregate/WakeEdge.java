package dev.kioto.instrument.aggregate;

/// All wakes of one task by one waker, or the word that a slot is free.
///
/// @param slot its place among all edges, from 0: whoever holds edges by their slot holds what is kept
/// @param from the task inside whose polls the wakes were made; 0 when no task made them
/// @param to the task that was woken, equal to `from` for self-wakes; 0 when the slot is free
/// @param wakes since the edge was first seen, or seen again after it was let go; 0 when the slot is free
/// @param lastAt the instant of the last one, by [System#nanoTime]
public record WakeEdge(int slot, long from, long to, long wakes, long lastAt) {

  static WakeEdge free(int slot) {
    return new WakeEdge(slot, 0, 0, 0, 0);
  }

  /// Whether it only says that the slot is free.
  public boolean isFree() {
    return to == 0;
  }
}
