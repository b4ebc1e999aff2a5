package dev.kioto.console.client;

import dev.kioto.console.api.EndedTaskPage;
import dev.kioto.console.api.Series;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Targets as they were at an instant: [ConsoleClient#asOf]. Refused with `unknown-moment` where nothing of that instant is kept. Several
/// questions of one instant are answered from one reading; the first may take a while where a program had many tasks. What a task's stack
/// was, and its histograms, is not known of the past. Lives as long as its client.
public final class PastClient extends TargetReader {

  private final Instant instant;

  PastClient(HttpExchange http, Instant instant) {
    super(http, instant);
    this.instant = instant;
  }

  /// The instant, as it was asked for.
  public Instant instant() {
    return instant;
  }

  /// A figure of a target at the instant: one point, or none when it is not known.
  ///
  /// @param name one of those that [ConsoleClient#seriesNames] lists
  public Series series(String targetId, String name) {
    var path = new StringBuilder(targetPath(targetId)).append("/series?step=1");
    appendParameter(path, "name", name);
    return look(path.toString(), Series.class);
  }

  /// A part of the tasks of a target that lived at the instant and have ended since, the last to end first.
  ///
  /// @param name part of the name; empty for any
  /// @param cursor the `nextCursor` of the part before, or null for the first
  public EndedTaskPage endedTasks(String targetId, String name, int limit, @Nullable String cursor) {
    var path = new StringBuilder(targetPath(targetId)).append("/history/tasks?limit=").append(limit);
    appendParameter(path, "name", name);
    appendParameter(path, "cursor", cursor);
    return look(path.toString(), EndedTaskPage.class);
  }
}
