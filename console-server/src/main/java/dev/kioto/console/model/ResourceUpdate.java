package dev.kioto.console.model;

import java.util.List;

/// News of a program's resources and operations. All lists are upserts: what is not named has not changed.
///
/// @param now the program's clock when it sent the news
/// @param resources that are new, or are told again
/// @param resourceStats what resources are like
/// @param operations that are new, or are told again
/// @param operationStats how operations go
/// @param droppedEvents events of them that the program has lost so far
/// @param whole whether the program has told all that it knows with this update and those before it on its connection
public record ResourceUpdate(long now, List<ResourceDescription> resources, List<ResourceStats> resourceStats,
    List<OperationDescription> operations, List<OperationStats> operationStats, long droppedEvents, boolean whole) {
}
