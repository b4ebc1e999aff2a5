package dev.kioto.console.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which rows of a target's task list to push, and how often at most: the only message that a client of the window
/// socket sends. Sent again it moves the window.
///
/// @param filter in the filter language; empty lets every task through
/// @param sort a field's name, with `-` before it for descending order
/// @param offset how many rows to skip, 0 or more
/// @param limit how many rows to send, 1 to 1000
/// @param intervalMillis the shortest time between two pushes, 50 to 60000
/// @param asOf the instant at which the tasks are to be shown, on the server's clock, of a recording on the recording's; null
///     for now
public record WindowRequest(String filter, String sort, int offset, int limit, int intervalMillis,
    @Nullable Instant asOf) {

  /// The first hundred tasks, oldest first, at most four times a second.
  public static final WindowRequest DEFAULT = new WindowRequest("", "-total", 0, 100, 250);

  /// A window of the present.
  public WindowRequest(String filter, String sort, int offset, int limit, int intervalMillis) {
    this(filter, sort, offset, limit, intervalMillis, null);
  }

  /// The same window at another instant; null for now.
  public WindowRequest at(@Nullable Instant newAsOf) {
    return new WindowRequest(filter, sort, offset, limit, intervalMillis, newAsOf);
  }
}
