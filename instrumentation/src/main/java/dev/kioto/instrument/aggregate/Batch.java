package dev.kioto.instrument.aggregate;

import java.util.List;

/// A part of what a subscriber has not seen yet. In this part or an earlier one it is told of the resource and of the task of an
/// operation before the operation, and of the resource of a poll.
///
/// @param atNanos when it was taken by [System#nanoTime]: no instant in it is later
/// @param tasks those that have changed, none twice
/// @param resources those that have changed, none twice
/// @param operations those that have changed, none twice
/// @param polls of operations, the latest of those that were made since the last look, oldest first; in the last part of a look
/// @param more whether the same look has another part
/// @param lost since the subscriber's last batch, in its first one since the start
public record Batch(
    long atNanos, List<Change<TaskSnapshot>> tasks, List<Change<ResourceSnapshot>> resources,
    List<Change<OperationSnapshot>> operations, List<PollOperation> polls, boolean more, LostEvents lost) {}
