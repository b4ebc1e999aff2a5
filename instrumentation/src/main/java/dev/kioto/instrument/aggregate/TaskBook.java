package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.TaskView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All tasks that are known: entries by id, the order of their changes, and who is to be forgotten next.
///
/// Guarded by the lock of the aggregator, but for the figures.
final class TaskBook implements EventSink {
  /*
   * Events of one task come from several rings, so any of them may overtake the others within a pass over all rings. Two
   * rules follow. They rest on this: what happened before a pass began is in it or in an earlier one (Recorder.drain).
   *
   *  - An event of an unknown task makes a placeholder. Its spawn happened before the event, so it is in this pass at the
   *    latest in the next one. A placeholder that outlives the next pass is one whose spawn was lost: it is swept, and its
   *    events are counted as lost.
   *  - A task whose end has arrived may still be missing polls from other rings, until the end of the next pass. It is
   *    not forgotten before.
   */
  private static final int PASSES_TO_SETTLE = 2;

  private final long retentionNanos;
  private final int retainedTasks;
  private final LongTable<TaskEntry> tasks = new LongTable<>();
  private final ChangeList changes = new ChangeList();
  private final ArrayDeque<TaskEntry> placeholders = new ArrayDeque<>();
  private final ArrayDeque<TaskEntry> ended = new ArrayDeque<>();
  private List<TaskEntry> running = new ArrayList<>();
  private List<TaskEntry> nextRunning = new ArrayList<>();
  private final Consumer<TaskEntry> onForget;

  private long pass;
  private long forgotten;
  private long strayEvents;
  private long foundEnds;

  /// @param onForget told of each task that is about to be forgotten
  TaskBook(long retentionNanos, int retainedTasks, Consumer<TaskEntry> onForget) {
    this.retentionNanos = retentionNanos;
    this.retainedTasks = retainedTasks;
    this.onForget = onForget;
  }

  ChangeList changes() {
    return changes;
  }

  @Nullable TaskEntry find(long id) {
    var entry = tasks.get(id);
    return entry == null || entry.isPlaceholder() ? null : entry;
  }

  void forEach(Consumer<TaskEntry> action) {
    tasks.forEach(action);
  }

  // Events.

  @Override
  public void spawned(TaskView view, long atNanos) {
    var entry = tasks.get(view.id());
    if (entry == null) {
      entry = new TaskEntry(view.id());
      tasks.put(entry.id, entry);
    } else if (!entry.isPlaceholder()) {
      return;
    }
    entry.spawned(TaskInfo.of(view), view, atNanos);
    changes.add(entry);
    if (entry.isEnded()) {
      retain(entry);
    }
  }

  @Override
  public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
    var entry = entryOf(taskId);
    entry.polled(scheduledAtNanos, startNanos, endNanos, wakersTaken);
    changed(entry);
  }

  @Override
  public void woken(long taskId, long wakerTaskId, long atNanos) {
    var entry = entryOf(taskId);
    entry.woken(wakerTaskId, atNanos);
    changed(entry);
  }

  @Override
  public void ended(long taskId, TaskOutcome outcome, long atNanos) {
    end(entryOf(taskId), atNanos);
  }

  private void end(TaskEntry entry, long atNanos) {
    boolean first = !entry.isEnded();
    entry.ended(atNanos);
    changed(entry);
    if (first && !entry.isPlaceholder()) {
      retain(entry);
    }
  }

  private void retain(TaskEntry entry) {
    entry.sincePass = pass;
    ended.add(entry);
  }

  private TaskEntry entryOf(long id) {
    var entry = tasks.get(id);
    if (entry == null) {
      entry = new TaskEntry(id);
      entry.sincePass = pass;
      tasks.put(id, entry);
      placeholders.add(entry);
    }
    return entry;
  }

  private void changed(TaskEntry entry) {
    if (entry.isPlaceholder()) {
      entry.events++;
    } else {
      changes.changed(entry);
    }
  }

  // Between the events.

  /// Notes that a thread is seen polling a task. To be followed by [#runningSeen] when all are noted.
  void running(long taskId, long startNanos) {
    var entry = find(taskId);
    if (entry != null) {
      nextRunning.add(entry);
      if (entry.running(startNanos)) {
        changed(entry);
      }
    }
  }

  /// Ends a look at the running polls: those seen before and not this time are over.
  void runningSeen() {
    for (var entry : running) {
      if (!nextRunning.contains(entry) && entry.running(TaskSnapshot.ABSENT)) {
        changed(entry);
      }
    }
    running.clear();
    var empty = running;
    running = nextRunning;
    nextRunning = empty;
  }

  /// Ends a pass over all rings: sweeps placeholders whose spawn did not come, and forgets ended tasks that are too old
  /// or too many.
  void passed(long nowNanos) {
    sweepPlaceholders();
    while (!ended.isEmpty() && isToForget(ended.peek(), nowNanos)) {
      var entry = ended.remove();
      onForget.accept(entry);
      changes.remove(entry);
      tasks.remove(entry.id);
      forgotten++;
    }
    pass++;
  }

  private void sweepPlaceholders() {
    while (!placeholders.isEmpty()) {
      var entry = placeholders.peek();
      if (entry.isPlaceholder()) {
        if (pass - entry.sincePass < PASSES_TO_SETTLE) {
          return;
        }
        tasks.remove(entry.id);
        strayEvents += entry.events;
      }
      placeholders.remove();
    }
  }

  private boolean isToForget(TaskEntry entry, long nowNanos) {
    if (pass - entry.sincePass < PASSES_TO_SETTLE) {
      return false;
    }
    return ended.size() > retainedTasks || nowNanos - entry.endedAt() > retentionNanos;
  }

  /// Asks every living task what it is at, after events were lost. Costs a look at each of them.
  void reconcile(long nowNanos) {
    var over = new ArrayList<TaskEntry>();
    tasks.forEach(entry -> {
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
      foundEnds++;
    }
  }

  AggregatorCounts counts(long lostByRecorder) {
    return new AggregatorCounts(tasks.size(), ended.size(), forgotten, strayEvents, foundEnds,
        lostByRecorder + strayEvents);
  }

  long strayEvents() {
    return strayEvents;
  }
}
