package dev.kioto.console.model;

/// How the times of the tasks of a run are spread, as far as the program told them task by task.
///
/// @param pollTimes of each poll that is over
/// @param schedulingDelays of each poll, how long the task had been runnable before
public record TaskSpreads(TimeSpread pollTimes, TimeSpread schedulingDelays) {
}
