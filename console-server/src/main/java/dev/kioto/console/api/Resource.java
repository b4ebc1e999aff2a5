package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tasks wait for: a lock, a channel, a timer, a socket.
///
/// @param id what paths take; unique in a run. Unsigned 64 bits
/// @param type `Mutex`, `TcpStream`
/// @param kind `sync`, `timer`, `io`, or what else the program calls it; empty when it does not say
/// @param runtimeId the runtime that saw it first; null when unknown
/// @param parentId the resource that it is a part of; null when it stands alone or that is not known
/// @param internal whether it is a part of another one that users never touch themselves
/// @param location where it was made; null when not told
/// @param endedAt null while it is there
/// @param ownersKnown whether the program tells who holds it; else `owners` is empty whoever does
/// @param owners tasks that hold it: the first ten in a list, at most a thousand alone
/// @param ownerCount how many do, about
/// @param waiters tasks that wait for it, the longest waiting first; as many as of owners
/// @param waiterCount how many do, about
/// @param waitingThreads operations that wait without a task
/// @param operations that have started; of a program that does not count them, those that were heard of
/// @param waits those that had to wait and have ended, whatever the outcome
/// @param waitNanos from the start of each of `waits` to its end, together
/// @param longestWaitNanos the longest of `waits`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resource(
    String id,
    String type,
    String kind,
    @Nullable String runtimeId,
    @Nullable String parentId,
    boolean internal,
    @Nullable String location,
    Instant createdAt,
    @Nullable Instant endedAt,
    List<Attribute> attributes,
    boolean ownersKnown,
    List<TaskRef> owners,
    int ownerCount,
    List<TaskRef> waiters,
    int waiterCount,
    int waitingThreads,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long operations,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long waits,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long waitNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long longestWaitNanos) {
}
