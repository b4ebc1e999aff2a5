package dev.kioto.probe;

import java.util.List;

/// What an observer may read of a runtime, from any thread, at any time.
public interface RuntimeView {

  /// Above 0 and unique in the process.
  long id();

  /// The name given to the builder, or `runtime-ID`.
  String name();

  /// The workers by index; the list never changes.
  List<? extends WorkerView> workers();

  /// Tasks in the inject queue now; a moment old.
  int globalQueueDepth();

  /// Tasks that have been spawned and have not ended.
  long aliveTasks();

  /// Every task that has not ended, of every kind, in no order; of about now. Costs a look at each: for an observer that has
  /// missed how they came.
  default List<? extends TaskView> tasks() {
    return List.of();
  }

  /// What its I/O driver has done so far.
  default DriverView ioDriver() {
    return DriverView.NONE;
  }

  /// The resources that were told of and are not over; of about now. Empty when nobody observes.
  default List<? extends ResourceView> resources() {
    return List.of();
  }

  /// The operations that wait for one of [#resources]; of about now. With [ResourceState#owners] they give the edges "task
  /// waits for task".
  default List<? extends OperationView> waitingOperations() {
    return List.of();
  }
}
