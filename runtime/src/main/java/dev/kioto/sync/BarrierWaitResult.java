package dev.kioto.sync;

/// What a wait at a [Barrier] ended with.
///
/// @param isLeader whether this was the last of its round to arrive, which exactly one is
public record BarrierWaitResult(boolean isLeader) {}
