package dev.kioto.instrument.aggregate;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All tasks that are known.
final class TaskBook extends Book<TaskEntry, TaskSnapshot> {
  // The longest times that histograms tell from longer ones.
  final long maxPollNanos;
  final long maxScheduledNanos;

  private final ProgramTimes programTimes = new ProgramTimes();
  private final List<RunningPoll> seen = new ArrayList<>();
  private List<TaskEntry> running = new ArrayList<>();
  private List<TaskEntry> nextRunning = new ArrayList<>();
  private long foundSpawns;
  private long foundEnds;

  TaskBook(long retentionNanos, Bounds bounds) {
    super(retentionNanos, bounds.tasks());
    maxPollNanos = Aggregator.saturatedNanos(bounds.pollTime());
    maxScheduledNanos = Aggregator.saturatedNanos(bounds.scheduledTime());
  }

  @Override
  TaskEntry placeholder(long id) {
    return new TaskEntry(id);
  }

  // Events.

  void spawned(TaskView view, long atNanos) {
    if (create(view, atNanos) == null) {
      var known = find(view.id());
      if (known != null && known.spawnFound) {
        known.spawnFound = false; // it was on its way
        foundSpawns--;
      }
    }
  }

  private @Nullable TaskEntry create(TaskView view, long atNanos) {
    var info = TaskInfo.of(view); // first: a view that fails leaves nothing behind
    var entry = entryToCreate(view.id());
    if (entry != null) {
      entry.spawned(info, view, atNanos);
      changes().add(entry);
      if (entry.isEnded()) {
        retain(entry);
      }
    }
    return entry;
  }

  void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    var entry = entryOf(taskId);
    entry.polled(this, scheduledAtNanos, startNanos, endNanos, wakersTaken);
    programTimes.polled(scheduledAtNanos, startNanos, endNanos);
    changed(entry);
  }

  /// A poll during which the task woke itself.
  ///
  /// @return its entry
  TaskEntry polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken, int selfWakes) {
    var entry = entryOf(taskId);
    entry.wokeItself(selfWakes, endNanos);
    entry.polled(this, scheduledAtNanos, startNanos, endNanos, wakersTaken);
    programTimes.polled(scheduledAtNanos, startNanos, endNanos);
    changed(entry, 1 + selfWakes);
    return entry;
  }

  /// @return the entry of the task that was woken
  TaskEntry woken(long taskId, long wakerTaskId, long atNanos) {
    var entry = entryOf(taskId);
    entry.woken(wakerTaskId, atNanos);
    changed(entry);
    return entry;
  }

  void ended(long taskId, TaskOutcome outcome, long atNanos) {
    var entry = entryOf(taskId);
    if (entry.endFound) {
      entry.endFound = false; // it was on its way
      foundEnds--;
    }
    end(entry, atNanos);
  }

  @Override
  void end(TaskEntry entry, long atNanos) {
    boolean first = !entry.isEnded();
    entry.ended(atNanos);
    changed(entry);
    if (first && !entry.isPlaceholder()) {
      retain(entry);
    }
  }

  // Between the events.

  /// Notes that a thread is seen polling a task. To be followed by a drain, in which the task's spawn is at the latest, and
  /// then by [#runningSeen].
  void running(long taskId, long startNanos, int selfWakes) {
    seen.add(new RunningPoll(taskId, startNanos, selfWakes));
  }

  /// Ends a look at the running polls: those seen before and not this time are over, or interrupted by another poll of the same
  /// thread. One of a task whose spawn did not come is a reason to ask for it.
  ///
  /// @param keeps whether anything is kept of single tasks
  void runningSeen(boolean keeps) {
    for (var poll : seen) {
      var entry = keeps ? entryOf(poll.taskId()) : find(poll.taskId());
      if (entry != null) {
        nextRunning.add(entry);
        if (entry.running(poll.startNanos(), poll.selfWakes())) {
          shown(entry);
        }
      }
    }
    seen.clear();
    for (var entry : running) {
      if (nextRunning.contains(entry)) {
        continue;
      }
      if (entry.isRunning() && !entry.isPlaceholder()) {
        entry.interrupted();
        nextRunning.add(entry);
      } else if (entry.running(TaskSnapshot.ABSENT, 0)) {
        shown(entry);
      }
    }
    running.clear();
    var empty = running;
    running = nextRunning;
    nextRunning = empty;
  }

  // What is seen of a poll is no event: that comes.
  private void shown(TaskEntry entry) {
    if (!entry.isPlaceholder()) {
      changed(entry);
    }
  }

  /// As long as a thread is seen polling it, the task may still be learnt by asking.
  @Override
  boolean isSwept(TaskEntry placeholder) {
    return !placeholder.isSeenRunning();
  }

  /// Takes in a task of which a runtime says that it lives, unless it is known.
  void learn(TaskView view) {
    if (view.phase() == TaskPhase.ENDED || find(view.id()) != null) {
      return;
    }
    var entry = create(view, view.spawnedAtNanos());
    if (entry != null) {
      entry.spawnFound = true;
      foundSpawns++;
      entry.doubt();
    }
  }

  /// Asks a task what it is at, after events were lost.
  void check(TaskEntry entry, long nowNanos) {
    if (entry.view == null) {
      return;
    }
    if (entry.view.phase() == TaskPhase.ENDED) {
      end(entry, nowNanos);
      entry.endFound = true;
      foundEnds++;
      return;
    }
    boolean changed = entry.doubt();
    if (entry.doubtPoll() || changed) {
      changed(entry);
    }
  }

  /// The times of all polls that were told of, of whichever task.
  ProgramTimes programTimes() {
    return programTimes;
  }

  /// Tasks since the start whose spawn did not come, and that were found by asking the runtimes.
  long foundSpawns() {
    return foundSpawns;
  }

  /// Tasks since the start whose end was lost and found by asking them.
  long foundEnds() {
    return foundEnds;
  }

  /// What a thread was seen at.
  private record RunningPoll(long taskId, long startNanos, int selfWakes) {}
}
