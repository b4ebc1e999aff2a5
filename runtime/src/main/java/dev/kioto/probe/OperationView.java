package dev.kioto.probe;

import java.util.List;

/// What an observer may read of one operation on a resource (a lock, a receive), from any thread, at any time.
public interface OperationView {

  /// Above 0 and unique in the process; never used again.
  long id();

  /// What it is an operation on, as in [ResourceView#id].
  long resourceId();

  /// The task that polled it last, as in [TaskView#id]; 0 when none did: a thread waits for it outside a task.
  long taskId();

  /// The type and the method, as its users know them: `Mutex::lock`.
  String source();

  /// Whether it was polled, was not ready, and is not over.
  boolean isWaiting();

  /// Whether it is over, so that [ThreadProbe#operationEnded] was told or is about to be: for an observer that may have missed it.
  default boolean isOver() {
    return false;
  }

  /// Its own figures, as the permits that it wants. Empty when it has none.
  default List<Attribute> attributes() {
    return List.of();
  }
}
