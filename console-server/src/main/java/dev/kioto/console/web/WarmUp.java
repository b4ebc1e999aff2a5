package dev.kioto.console.web;

import dev.kioto.console.api.TargetList;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.Window;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.WatchedTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes each kind of large answer once, so that the first client does not wait half a second for the writers to be
/// made.
final class WarmUp {

  private WarmUp() {}

  static void run(Collector collector) {
    var now = Instant.EPOCH;
    var task = new Task("1", "1", null, "", "task", TaskState.IDLE, now, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null,
        null,
        null, "", Map.of(), List.of());
    Replies.bytes(new TaskPage(List.of(task), 1, 1, null, now));
    Replies.text(new Window(now, 1, 1, 0, List.of(task)));
    Replies.bytes(new TargetList(collector.targets().stream().map(WatchedTarget::snapshot).toList()));
  }
}
