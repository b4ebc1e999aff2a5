package dev.kioto.instrument.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one reader has seen, and so what is new to it: first everything, then what has changed. A reader that comes late finds
/// the latest totals of each task, once; nothing piles up for it.
///
/// Safe for use by any thread, meant for one.
public final class Subscription implements AutoCloseable {
  /*
   * A look goes through the books in the order tasks, resources, operations. That alone does not tell of a resource before
   * its operations: one that has changed since the look began is not in it. So each operation brings along what it refers to.
   */
  private final Aggregator aggregator;
  private final int index;
  private final Books books;

  // The rest is guarded by the lock of the aggregator.
  private final @Nullable Cursor<TaskEntry, TaskSnapshot> tasks;
  private final Cursor<ResourceEntry, ResourceSnapshot> resources;
  private final Cursor<OperationEntry, OperationSnapshot> operations;
  private boolean atEnd = true;
  private LostEvents toldLost = LostEvents.NONE;
  private long toldPolls;
  private long untoldPolls;

  /// @param withTasks whether the reader wants to hear of tasks too
  Subscription(Aggregator aggregator, int index, Books books, boolean withTasks) {
    this.aggregator = aggregator;
    this.index = index;
    this.books = books;
    tasks = withTasks ? books.tasks.open(bit()) : null;
    resources = books.resources.open(bit());
    operations = books.operations.open(bit());
    toldPolls = books.operations.polls().end();
  }

  /// Takes the next part. When the last part had no [Batch#more], it begins a new look, which contains all that
  /// happened before this call.
  ///
  /// @param max how many changes it may hold, at least 1; what operations bring along comes on top, as do polls
  public Batch next(int max) {
    return aggregator.next(this, max);
  }

  @Override
  public void close() {
    aggregator.unsubscribe(this);
  }

  long bit() {
    return 1L << index;
  }

  boolean isAtEnd() {
    return atEnd;
  }

  /// Polls that it was not told of, because there were too many.
  long untoldPolls() {
    return untoldPolls;
  }

  void leave() {
    if (tasks != null) {
      books.tasks.close(tasks);
    }
    books.resources.close(resources);
    books.operations.close(operations);
  }

  Batch take(int max, long now, LostEvents lost) {
    if (atEnd) {
      look();
    }
    var changedTasks = new ArrayList<Change<TaskSnapshot>>();
    var changedResources = new ArrayList<Change<ResourceSnapshot>>();
    var changedOperations = new ArrayList<Change<OperationSnapshot>>();
    atEnd = tasks == null || tasks.take(max, changedTasks, _ -> {});
    int left = max - changedTasks.size();
    atEnd = atEnd && resources.take(left, changedResources, part -> introduceWhole(part, changedResources));
    left -= changedResources.size();
    atEnd = atEnd && operations.take(left, changedOperations, operation -> {
      introduceTask(operation, changedTasks);
      introduceResource(operation, changedResources);
    });
    List<PollOperation> polls = atEnd ? takePolls(changedResources) : List.of();
    var newlyLost = lost.since(toldLost);
    toldLost = lost;
    return new Batch(now, changedTasks, changedResources, changedOperations, polls, !atEnd, newlyLost);
  }

  private void look() {
    if (tasks != null) {
      tasks.look();
    }
    resources.look();
    operations.look();
  }

  private void introduceTask(OperationEntry operation, List<Change<TaskSnapshot>> to) {
    if (tasks != null) {
      var task = books.tasks.find(operation.taskId());
      if (task != null) {
        tasks.introduce(task, to);
      }
    }
  }

  private void introduceResource(OperationEntry operation, List<Change<ResourceSnapshot>> to) {
    var resource = operation.resource();
    if (resource != null) {
      introduceWhole(resource, to);
      resources.introduce(resource, to);
    }
  }

  private void introduceWhole(ResourceEntry part, List<Change<ResourceSnapshot>> to) {
    var whole = part.parentId() == 0 ? null : books.resources.find(part.parentId());
    if (whole != null) {
      resources.introduce(whole, to);
    }
  }

  private List<PollOperation> takePolls(List<Change<ResourceSnapshot>> changedResources) {
    var log = books.operations.polls();
    if (tasks == null || toldPolls == log.end()) {
      return List.of();
    }
    var polls = new ArrayList<PollOperation>();
    long from = log.oldest(toldPolls);
    untoldPolls += from - toldPolls;
    for (long i = from; i < log.end(); i++) {
      var operation = log.entry(i);
      var resource = operation == null ? null : operation.resource();
      if (operation != null && resource != null && !resource.isPlaceholder()) {
        introduceWhole(resource, changedResources);
        resources.introduce(resource, changedResources);
        long known = operations.knows(operation) ? operation.id : 0;
        polls.add(new PollOperation(resource.id, known, operation.source(), log.task(i), log.isReady(i)));
      }
    }
    toldPolls = log.end();
    return polls;
  }
}
