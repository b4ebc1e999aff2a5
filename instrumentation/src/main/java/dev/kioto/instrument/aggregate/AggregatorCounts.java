package dev.kioto.instrument.aggregate;

/// What an aggregator holds and what it has let go.
///
/// @param tasks held now, ended ones among them
/// @param ended of `tasks`
/// @param forgotten ended tasks that fell to the retention limits since the start
/// @param resources held now, ended ones among them
/// @param operations held now, ended ones among them
/// @param strayEvents events since the start of tasks, resources and operations whose beginning never came; 0 when all is well
/// @param foundSpawns tasks since the start whose spawn was lost, or came while less was recorded, and that were found by asking
/// @param foundEnds tasks since the start whose end was lost and found by asking them; 0 when all is well
/// @param untoldPolls polls of operations since the start that were too many to tell a subscriber of; they are in the totals
/// @param lostEvents events since the start that are missing from the totals of tasks, stray ones among them; 0 when all is well
public record AggregatorCounts(
    int tasks, int ended, long forgotten, int resources, int operations, long strayEvents, long foundSpawns,
    long foundEnds, long untoldPolls, long lostEvents) {}
