package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.ThreadSource;
import dev.kioto.probe.OperationView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// All operations that go on, and those that waited for long and have ended.
///
/// Most operations are over at once. They make up the totals of their resource, and nobody is told of them: a subscriber is told
/// of an operation that is seen going on at the end of a pass.
final class OperationBook extends Book<OperationEntry, OperationSnapshot> {
  // One that ended and waited for less is of no interest to those who have not heard of it. A guess.
  private static final long LONG_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final TaskBook tasks;
  private final ResourceBook resources;
  private final PollLog polls = new PollLog();
  // The thread whose events are being taken in.
  private int source = ThreadSource.SHARED;
  // Started, and not listed yet: those that go on at the end of a pass are, once their resource and their task are known.
  private List<OperationEntry> fresh = new ArrayList<>();
  private List<OperationEntry> stillFresh = new ArrayList<>();

  OperationBook(long retentionNanos, int retained, TaskBook tasks, ResourceBook resources) {
    super(retentionNanos, retained);
    this.tasks = tasks;
    this.resources = resources;
  }

  /// The events that follow come from a thread.
  void source(int thread) {
    source = thread;
  }

  PollLog polls() {
    return polls;
  }

  @Override
  OperationEntry placeholder(long id) {
    return new OperationEntry(id);
  }

  @Override
  boolean isKept(OperationEntry entry) {
    return entry.isListed() && entry.waitedNanos() >= LONG_WAIT_NANOS;
  }

  void started(OperationView view, long atNanos) {
    started(view, source, atNanos);
  }

  /// @param by the thread whose events tell of it, if they come in their order
  private void started(OperationView view, int by, long atNanos) {
    var entry = entryToCreate(view.id());
    if (entry == null) {
      return;
    }
    var resource = resources.entryOf(view.resourceId());
    boolean overtaken = entry.isEnded();
    entry.started(view, resource, overtaken ? ThreadSource.SHARED : by, atNanos);
    resource.operationStarted(entry);
    resources.used(resource);
    if (overtaken) {
      finish(entry, resource);
    } else {
      fresh.add(entry);
    }
  }

  /// @return the task that polled it last, 0 when that is not known
  long polled(long id, boolean ready, long atNanos) {
    var entry = entryOf(id);
    entry.polled(ready, source, atNanos);
    changed(entry);
    var resource = entry.resource();
    if (resource != null) {
      resources.used(resource);
      if (hasReaders()) {
        polls.add(entry, ready);
      }
    }
    return entry.taskId();
  }

  /// @return the task that polled it last, 0 when that is not known
  long ended(long id, boolean ready, long atNanos) {
    var entry = entryOf(id);
    end(entry, ready, atNanos);
    return entry.taskId();
  }

  @Override
  void end(OperationEntry entry, long atNanos) {
    end(entry, false, atNanos);
  }

  private void end(OperationEntry entry, boolean ready, long atNanos) {
    boolean first = !entry.isEnded();
    entry.ended(ready, atNanos);
    changed(entry);
    var resource = entry.resource();
    if (first && resource != null) {
      finish(entry, resource);
    }
  }

  private void finish(OperationEntry entry, ResourceEntry resource) {
    resource.operationEnded(entry, entry.waitedNanos());
    entry.release();
    resources.used(resource);
    if (entry.isComplete() && !entry.isListed()) {
      drop(entry);
    } else {
      retain(entry);
    }
  }

  /// The creation of a resource has arrived: its operations can be told of.
  void resourceCreated(ResourceEntry resource) {
    for (var entry = resource.firstOperation(); entry != null; entry = entry.nextOnResource) {
      fresh.add(entry);
    }
  }

  /// Lets subscribers be told of what goes on.
  void listFresh() {
    for (var entry : fresh) {
      var resource = entry.resource();
      if (entry.isEnded() || entry.isListed() || resource == null || resource.isPlaceholder()) {
        continue;
      }
      if (isTaskOnItsWay(entry)) {
        stillFresh.add(entry);
      } else {
        changes().add(entry);
        resources.used(resource);
      }
    }
    fresh.clear();
    var empty = fresh;
    fresh = stillFresh;
    stillFresh = empty;
  }

  /// Whether the spawn of its task may come in the next pass, in another ring than the operation came in.
  private boolean isTaskOnItsWay(OperationEntry entry) {
    long task = entry.taskId();
    return task != 0 && tasks.find(task) == null && ++entry.passesWithoutTask < Entry.PASSES_TO_SETTLE;
  }

  /// Takes in an operation of which a runtime says that it waits, unless it is known.
  void learn(OperationView view, long nowNanos) {
    if (!view.isOver()) { // its end was told of then, or will be
      started(view, ThreadSource.SHARED, nowNanos);
    }
  }

  /// Asks an operation whether it is over, after events were lost.
  void check(OperationEntry entry, long nowNanos) {
    if (!entry.isEnded() && entry.isOver()) {
      end(entry, nowNanos);
    }
  }
}
