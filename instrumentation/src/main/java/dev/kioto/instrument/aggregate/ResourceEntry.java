package dev.kioto.instrument.aggregate;

import static dev.kioto.instrument.aggregate.Instants.ABSENT;

import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceState;
import dev.kioto.probe.ResourceView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one resource. Guarded by the lock of the aggregator.
final class ResourceEntry extends Entry<ResourceSnapshot> {
  /*
   * Its state changes without an event, so it is read when a subscriber is told, and looked at again from time to time.
   *
   *   lookedAt  the state at the last look; 0 before the first
   *   toldOther a subscriber was told of a state that was another one than at the last look
   *
   * A look that finds another state than the last one did, or `toldOther`, makes it a change. So each subscriber was told of
   * the state of the last look, or will be: also where a state came and went between two looks, and one of them saw it.
   */
  private static final int MAX_SCANNED = 2 * NamedTasks.MAX;

  // Null until the creation has arrived.
  private @Nullable ResourceView view;
  private long createdAt = ABSENT;
  private long endedAt = ABSENT;

  // The operations that go on, in the order of their starts as far as that is known.
  private @Nullable OperationEntry firstOperation;
  private @Nullable OperationEntry lastOperation;
  private int operations;

  private long started;
  private long waits;
  private long waitNanos;
  private long longestWaitNanos;

  private long lookedAt;
  private boolean toldOther;

  // The neighbours in its Rotation; null outside.
  @Nullable ResourceEntry previousInTurn;
  @Nullable ResourceEntry nextInTurn;

  ResourceEntry(long id) {
    super(id);
  }

  @Override
  boolean isPlaceholder() {
    return view == null;
  }

  @Override
  boolean isEnded() {
    return endedAt != ABSENT;
  }

  @Override
  long endedAt() {
    return endedAt;
  }

  /// The resource that it is a part of; 0 when it stands alone.
  long parentId() {
    return view == null ? 0 : view.parentId();
  }

  boolean isTimer() {
    return view != null && view.kind() == ResourceKind.TIMER;
  }

  /// Whether it is over by its own account, which is asked when its end may have been lost.
  boolean isOver() {
    return view != null && view.isOver();
  }

  void created(ResourceView view, long at) {
    this.view = view;
    createdAt = at;
  }

  void ended(long at) {
    endedAt = at;
  }

  // Operations.

  boolean hasOperations() {
    return operations > 0;
  }

  @Nullable OperationEntry firstOperation() {
    return firstOperation;
  }

  void operationStarted(OperationEntry operation) {
    started++;
    operations++;
    operation.previousOnResource = lastOperation;
    if (lastOperation == null) {
      firstOperation = operation;
    } else {
      lastOperation.nextOnResource = operation;
    }
    lastOperation = operation;
  }

  /// @param waited how long it was there, if it had to wait; negative when it had not
  void operationEnded(OperationEntry operation, long waited) {
    operations--;
    unlink(operation);
    if (waited >= 0) {
      waits++;
      waitNanos += waited;
      longestWaitNanos = Math.max(longestWaitNanos, waited);
    }
  }

  private void unlink(OperationEntry operation) {
    var before = operation.previousOnResource;
    var after = operation.nextOnResource;
    if (before == null) {
      firstOperation = after;
    } else {
      before.nextOnResource = after;
    }
    if (after == null) {
      lastOperation = before;
    } else {
      after.previousOnResource = before;
    }
    operation.previousOnResource = null;
    operation.nextOnResource = null;
  }

  // State.

  /// Looks at the state again.
  ///
  /// @return whether subscribers have to be told
  boolean look() {
    if (view == null || isEnded()) {
      return false;
    }
    long now = StateReader.fingerprint(StateReader.read(view));
    boolean changed = toldOther || (lookedAt != 0 && now != lookedAt);
    lookedAt = now;
    toldOther = false;
    return changed;
  }

  private void told(ResourceState state) {
    long told = StateReader.fingerprint(state);
    if (lookedAt == 0) {
      lookedAt = told;
    } else if (told != lookedAt) {
      toldOther = true;
    }
  }

  @Override
  ResourceSnapshot snapshot() {
    if (view == null) {
      throw new IllegalStateException("resource " + id + " has no creation to show");
    }
    var state = ResourceState.NONE;
    if (!isEnded()) {
      state = StateReader.read(view);
      told(state);
    }
    var waiters = new ArrayList<Long>();
    int threads = 0;
    int left = MAX_SCANNED;
    for (var operation = firstOperation; operation != null && left > 0; operation = operation.nextOnResource) {
      left--;
      if (operation.isWaiting()) {
        long task = operation.taskId();
        if (task == 0) {
          threads++;
        } else {
          waiters.add(task);
        }
      }
    }
    return new ResourceSnapshot(id, view.type(), view.kind(), view.runtimeId(), view.parentId(), view.location(),
        createdAt, endedAt,
        StateReader.bounded(state.attributes()), NamedTasks.of(state.owners()), named(waiters), threads,
        new ResourceSnapshot.Totals(started, waits, waitNanos, longestWaitNanos));
  }

  private NamedTasks named(List<Long> waiters) {
    var named = NamedTasks.of(waiters);
    return operations <= MAX_SCANNED ? named
        : new NamedTasks(named.ids(), named.more() + operations - MAX_SCANNED);
  }
}
