package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One use of a resource that may wait: a lock, a receive.
///
/// @param id unique in a run. Unsigned 64 bits
/// @param resourceId the resource that it uses; null when unknown
/// @param resourceType its type; null when the resource has been forgotten
/// @param parentId the operation that it is a part of; null when it stands alone or that is not known
/// @param task the task that polled it last; null when none did
/// @param source the method: `Mutex::lock`
/// @param endedAt null while it goes on
/// @param totalNanos from its start until now or its end
/// @param waiting it was polled, was not ready, and goes on
/// @param ready it has ended and gave its value; false also when the program does not tell
/// @param lastPollAt when its last poll ended; null before
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Operation(
    String id,
    @Nullable String resourceId,
    @Nullable String resourceType,
    @Nullable String parentId,
    @Nullable TaskRef task,
    String source,
    Instant createdAt,
    @Nullable Instant endedAt,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long totalNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long polls,
    boolean waiting,
    boolean ready,
    @Nullable Instant lastPollAt,
    List<Attribute> attributes) {
}
