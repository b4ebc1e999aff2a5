package dev.kioto.instrument.aggregate;

import dev.kioto.probe.Attribute;
import java.util.List;

/// An operation on a resource at one moment. Instants are readings of [System#nanoTime] or [TaskSnapshot#ABSENT].
///
/// @param id above 0, unique in the process
/// @param source the type and the method, as its users know them: `Mutex::lock`
/// @param taskId the task that polled it last, 0 when none did
/// @param endedAt absent while it goes on
/// @param isReady it has ended, and gave its value: false when it failed or was given up
/// @param polls polls that have ended
/// @param firstPoll when the first of them ended, absent before
/// @param lastPoll when the last of them ended, absent before
/// @param isWaiting it was polled, was not ready, and goes on
/// @param attributes at most 32, their texts cut to 256 characters; empty when it has ended
public record OperationSnapshot(
    long id, long resourceId, String source, long taskId, long createdAt, long endedAt, boolean isReady, long polls,
    long firstPoll, long lastPoll, boolean isWaiting, List<Attribute> attributes) {}
