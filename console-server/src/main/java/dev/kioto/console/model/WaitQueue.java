package dev.kioto.console.model;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The operations that wait for one resource, so that the one that waits longest is at hand. Guarded by the model's lock.
final class WaitQueue {

  /*
   * Operations that wait no more stay where they are until they come to the front, or until there are more of them than of the
   * others: an operation is put in and out with each of its polls, which must cost nothing.
   */
  private static final int LEAST_TO_CLEAN = 64;

  private final PriorityQueue<OperationRecord> queue = new PriorityQueue<>(
      Comparator.comparingLong(OperationRecord::createdAt).thenComparing(OperationRecord::id, Long::compareUnsigned));
  private int waiting;

  void began(OperationRecord operation) {
    waiting++;
    if (operation.inQueue) return;
    operation.inQueue = true;
    queue.add(operation);
    if (queue.size() > LEAST_TO_CLEAN && queue.size() > 2 * waiting) clean();
  }

  void paused() {
    waiting = Math.max(0, waiting - 1);
  }

  private void clean() {
    queue.removeIf(operation -> {
      if (operation.isWaiting()) return false;
      operation.inQueue = false;
      return true;
    });
  }

  /// The operation that has waited longest, or null when none waits.
  @Nullable OperationRecord longest() {
    for (var first = queue.peek(); first != null; first = queue.peek()) {
      if (first.isWaiting()) return first;
      first.inQueue = false;
      queue.poll();
    }
    return null;
  }
}
