package dev.kioto.instrument.aggregate;

import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import java.util.ArrayList;
import java.util.List;

/// All tasks that are known.
final class TaskBook extends Book<TaskEntry, TaskSnapshot> {
  private final List<RunningPoll> seen = new ArrayList<>();
  private List<TaskEntry> running = new ArrayList<>();
  private List<TaskEntry> nextRunning = new ArrayList<>();
  private long foundEnds;

  TaskBook(long retentionNanos, int retained) {
    super(retentionNanos, retained);
  }

  @Override
  TaskEntry placeholder(long id) {
    return new TaskEntry(id);
  }

  // Events.

  void spawned(TaskView view, long atNanos) {
    var entry = entryToCreate(view.id());
    if (entry == null) {
      return;
    }
    entry.spawned(TaskInfo.of(view), view, atNanos);
    changes().add(entry);
    if (entry.isEnded()) {
      retain(entry);
    }
  }

  void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    var entry = entryOf(taskId);
    entry.polled(scheduledAtNanos, startNanos, endNanos, wakersTaken);
    changed(entry);
  }

  /// A poll during which the task woke itself.
  ///
  /// @return its entry
  TaskEntry polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken, int selfWakes) {
    var entry = entryOf(taskId);
    entry.wokeItself(selfWakes, endNanos);
    entry.polled(scheduledAtNanos, startNanos, endNanos, wakersTaken);
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

  /// Ends a look at the running polls: those seen before and not this time are over.
  void runningSeen() {
    for (var poll : seen) {
      var entry = find(poll.taskId());
      if (entry != null) {
        nextRunning.add(entry);
        if (entry.running(poll.startNanos(), poll.selfWakes())) {
          changed(entry);
        }
      }
    }
    seen.clear();
    for (var entry : running) {
      if (!nextRunning.contains(entry) && entry.running(TaskSnapshot.ABSENT, 0)) {
        changed(entry);
      }
    }
    running.clear();
    var empty = running;
    running = nextRunning;
    nextRunning = empty;
  }

  /// Takes in the tasks that live and were not told of. Costs a look at each.
  void ask(List<RuntimeView> runtimes) {
    for (var runtime : runtimes) {
      for (var view : runtime.tasks()) {
        if (view.phase() != TaskPhase.ENDED && find(view.id()) == null) {
          spawned(view, view.spawnedAtNanos());
          var entry = find(view.id());
          if (entry != null) {
            entry.doubt();
          }
        }
      }
    }
  }

  /// Asks every living task what it is at, after events were lost. Costs a look at each of them.
  void reconcile(long nowNanos) {
    var over = new ArrayList<TaskEntry>();
    forEach(entry -> {
      if (entry.view == null) {
        return;
      }
      if (entry.view.phase() == TaskPhase.ENDED) {
        over.add(entry);
      } else if (entry.doubt()) {
        changed(entry);
      }
    });
    for (var entry : over) {
      end(entry, nowNanos);
      entry.endFound = true;
      foundEnds++;
    }
  }

  /// Tasks since the start whose end was lost and found by asking them.
  long foundEnds() {
    return foundEnds;
  }

  /// What a thread was seen at.
  private record RunningPoll(long taskId, long startNanos, int selfWakes) {}
}
