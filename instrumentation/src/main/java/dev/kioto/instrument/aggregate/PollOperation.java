package dev.kioto.instrument.aggregate;

/// One poll of an operation.
///
/// @param resourceId of a resource that the subscriber knows
/// @param operationId of an operation that the subscriber knows; 0 for one that was over before it was told of
/// @param source the type and the method: `Mutex::lock`
/// @param taskId the task that polled, 0 when none did
public record PollOperation(long resourceId, long operationId, String source, long taskId, boolean isReady) {}
