package dev.kioto.console.model;

import java.util.List;

/// News of a program's tasks. Both lists are upserts: what is not named has not changed.
///
/// @param now the program's clock when it sent the news
/// @param described tasks that are new, or are told again
/// @param stats new totals
/// @param droppedEvents events that the program lost since its news before
public record ModelUpdate(long now, List<TaskDescription> described, List<TaskStats> stats, long droppedEvents) {
}
