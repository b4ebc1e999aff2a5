package dev.kioto.console.ui.groups;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.table.Column;

/// The columns of the table of groups. Names are kept in settings files: do not rename.
public enum GroupColumn implements Column<TaskGroup> {
  /// What the tasks have in common.
  KEY(Heading.code("Group", "key", 250, "What the tasks have in common.")),
  /// How many.
  TASKS(Heading.number("Tasks", "tasks", 84, "How many tasks the group has.")),
  /// Inside a poll.
  RUNNING(Heading.number("Running", "running", 80, "How many are inside a poll.")),
  /// Woken.
  WAITING(Heading.number("Scheduled", "waiting", 88, "How many were woken and wait for a worker.")),
  /// Not woken.
  IDLE(Heading.number("Idle", "idle", 76, "How many wait to be woken.")),
  /// Ended.
  COMPLETED(Heading.number("Completed", "completed", 90, "How many have ended.")),
  /// Time in polls.
  BUSY(Heading.number("Busy", "busy", 80, "Time inside polls, of all together.")),
  /// Time in queues.
  SCHED(Heading.number("Sched", "scheduled", 80, "Time from wakes to the polls that follow, of all together.")),
  /// Polls.
  POLLS(Heading.number("Polls", "polls", 84, "How often they were polled, all together.")),
  /// Wakes.
  WAKES(Heading.number("Wakes", "wakes", 84, "How often they were woken, all together."));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and numbers
  private final Heading heading;

  GroupColumn(Heading heading) {
    this.heading = heading;
  }

  @Override
  public Heading heading() {
    return heading;
  }

  @Override
  public String text(TaskGroup group) {
    return switch (this) {
      case KEY -> group.key();
      case TASKS -> Counts.text(group.tasks().total());
      case RUNNING -> count(group.tasks().running());
      case WAITING -> count(group.tasks().scheduled());
      case IDLE -> count(group.tasks().idle());
      case COMPLETED -> count(group.tasks().completed());
      case BUSY -> Durations.cell(group.busyNanos());
      case SCHED -> Durations.cell(group.scheduledNanos());
      case POLLS -> Counts.text(group.polls());
      case WAKES -> Counts.text(group.wakes());
    };
  }

  private static String count(int count) {
    return count == 0 ? "" : Counts.text(count);
  }
}
