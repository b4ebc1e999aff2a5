package dev.kioto.console.model;

/// All wakes of one task by one waker.
///
/// @param slot where the program keeps it: what comes for a slot replaces what was there
/// @param fromTask the task inside whose polls the wakes were made; 0 for wakes that no task made
/// @param toTask the task that was woken, the same one for self-wakes; 0 when the slot is free
/// @param wakes since the edge was first seen, or seen again
/// @param lastAt when the last of them was, or [TaskRecord#ABSENT]
public record WakeEdge(int slot, long fromTask, long toTask, long wakes, long lastAt) {
}
