package dev.kioto.console.model;

import java.util.List;

/// How an operation goes at one moment. Instants may be [TaskRecord#ABSENT].
///
/// @param id of the operation
/// @param taskId the task that polled it last; 0 when none did
/// @param createdAt when it started
/// @param endedAt absent while it goes on
/// @param polls how often it was polled
/// @param waiting it was polled, was not ready, and goes on
/// @param ready it has ended and gave its value; false also when the program does not tell
/// @param lastPollAt when its last poll ended
/// @param attributes as of a resource
public record OperationStats(long id, long taskId, long createdAt, long endedAt, long polls, boolean waiting,
    boolean ready, long lastPollAt, List<String> attributes) {
}
