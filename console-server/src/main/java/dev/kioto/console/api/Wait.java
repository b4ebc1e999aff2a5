package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task that waits for something that others hold.
///
/// @param task who waits; null when it is a thread outside the runtime
/// @param operationId by which operation
/// @param source the method: `Mutex::lock`
/// @param resourceId for what
/// @param resourceType `Mutex`
/// @param location where the resource was made; null when not told
/// @param owners who holds it: the first ten
/// @param ownerCount how many do, about
/// @param since when the operation began
/// @param waitNanos how long ago that is
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Wait(
    @Nullable TaskRef task,
    String operationId,
    String source,
    String resourceId,
    String resourceType,
    @Nullable String location,
    List<TaskRef> owners,
    int ownerCount,
    Instant since,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long waitNanos) {
}
