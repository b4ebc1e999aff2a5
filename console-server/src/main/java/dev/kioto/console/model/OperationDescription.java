package dev.kioto.console.model;

/// What does not change about an operation.
///
/// @param id unique in a run; any 64 bits but 0
/// @param resourceId the resource that it uses; 0 when unknown
/// @param parentId the operation that it is a part of; 0 when it stands alone or that is not known
/// @param source the method: `Mutex::lock`
public record OperationDescription(long id, long resourceId, long parentId, String source) {
}
