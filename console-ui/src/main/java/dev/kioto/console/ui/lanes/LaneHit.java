package dev.kioto.console.ui.lanes;

import dev.kioto.console.api.LaneTask;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is under the pointer.
///
/// @param strip its place
/// @param start in nanoseconds since 1970
/// @param length in nanoseconds
/// @param polls how many polls; 0 for a park
/// @param busy their time together
/// @param task whose poll it is, or whose was the longest; null for none
/// @param longest the longest poll
/// @param waited how long that task had been runnable before
/// @param ongoing whether it is not over yet
/// @param wokenBy who woke the task for it; empty when that is not known
public record LaneHit(int strip, String lane, long start, long length, long polls, long busy, @Nullable LaneTask task,
    long longest, long waited, boolean ongoing, String wokenBy) {

  /// What it is, line by line: the first is its title.
  public List<String> explain() {
    var lines = new ArrayList<String>();
    var of = task == null ? "a task" : LanePicture.name(task);
    if (polls == 0) {
      lines.add(lane + " slept");
      lines.add("for " + Durations.text(length));
      return lines;
    }
    if (polls == 1) {
      lines.add("poll of " + of);
      lines.add((ongoing ? "for " + Durations.text(length) + " and counting" : Durations.text(busy)) + " on " + lane
          + (waited > 0 ? "  ·  runnable for " + Durations.text(waited) + " before" : ""));
    } else {
      lines.add(Counts.of(polls, "poll"));
      lines
          .add(Durations.text(busy) + " of " + Durations.text(length) + " on " + lane + ": zoom in to tell them apart");
      lines.add("longest " + Durations.text(longest) + ", of " + of);
    }
    if (!wokenBy.isEmpty()) {
      lines.add("woken by " + wokenBy);
    }
    if (task != null && !task.location().isEmpty()) {
      lines.add("spawned at " + task.location());
    }
    return lines;
  }
}
