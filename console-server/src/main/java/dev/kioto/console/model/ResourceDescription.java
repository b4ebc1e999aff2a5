package dev.kioto.console.model;

import org.jspecify.annotations.Nullable;

/// What does not change about a resource.
///
/// @param id unique in a run; any 64 bits but 0
/// @param type `Mutex`, `TcpStream`
/// @param kind `sync`, `timer`, `io`, or what else the program calls it; empty when it does not say
/// @param runtimeId the runtime that saw it first; 0 when unknown
/// @param parentId the resource that it is a part of; 0 when it stands alone or that is not known
/// @param internal whether it is a part of another one that users never touch themselves
/// @param location where it was made, or null
public record ResourceDescription(long id, String type, String kind, long runtimeId, long parentId, boolean internal,
    @Nullable String location) {
}
