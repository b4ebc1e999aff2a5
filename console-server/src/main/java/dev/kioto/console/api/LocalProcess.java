package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process of the server's machine that is a JVM, or that serves consoles.
///
/// @param pid its process id
/// @param name what it says it is called, else its main class or jar, else `java`
/// @param user whose it is; null when the system does not tell
/// @param java the version of its JVM; null when that cannot be found out from outside
/// @param startedAt when the process started; null when the system does not tell
/// @param consoles where it serves consoles; empty for a JVM that serves none
/// @param hint what can be done to see its tasks, as a sentence; null when nothing stands in the way
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LocalProcess(
    long pid,
    String name,
    @Nullable String user,
    @Nullable String java,
    @Nullable Instant startedAt,
    List<LocalConsole> consoles,
    @Nullable String hint) {

  public LocalProcess {
    consoles = List.copyOf(consoles);
  }

  /// The same with other consoles.
  public LocalProcess withConsoles(List<LocalConsole> others) {
    return new LocalProcess(pid, name, user, java, startedAt, others, hint);
  }
}
