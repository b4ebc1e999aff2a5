package dev.kioto.console.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs on the server's machine and can be watched, or could be.
///
/// @param processes those that serve consoles first, then the other JVMs, each by process id
/// @param others what answers at the port of consoles beside them
/// @param nextCursor what to send to get the next part; null at the end
public record ProcessList(List<LocalProcess> processes, List<OpenConsole> others, @Nullable String nextCursor) {
}
