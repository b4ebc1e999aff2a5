package dev.kioto.net;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;

/// Who is at the other side of a Unix socket, as the system says. After Tokio's `net/unix/ucred.rs`; the JDK tells names where Tokio
/// has numbers, and no process.
///
/// @param user whose process it was when it connected or listened
/// @param group the main one of that process
public record UCred(UserPrincipal user, GroupPrincipal group) {}
