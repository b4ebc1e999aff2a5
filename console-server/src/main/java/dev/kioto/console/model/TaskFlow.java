package dev.kioto.console.model;

/// What the tasks of a run did in all, as far as the program told it task by task. Counts never go down.
///
/// The program tells of a task at intervals: polls between two of them are counted as equally long, each as their mean.
///
/// @param pollTimes of each poll that is over
/// @param schedulingDelays of each poll, how long the task had been runnable before
public record TaskFlow(TimeBuckets pollTimes, TimeBuckets schedulingDelays, long wakes, long selfWakes) {
}
