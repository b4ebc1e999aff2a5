package dev.kioto.probe;

import java.util.List;
import java.util.NoSuchElementException;

/// What an observer may read of a runtime, from any thread, at any time.
public interface RuntimeView {

  /// Above 0 and unique in the process.
  long id();

  /// The name given to the builder, or `runtime-ID`.
  String name();

  /// Which threads poll its tasks: `multi-thread`, `current-thread` or `local`; empty when that is not known.
  default String flavor() {
    return "";
  }

  /// Every setting as it is now, in the order of the documentation. Empty when it tells of none.
  default List<SettingView> settings() {
    return List.of();
  }

  /// Changes a setting from now on. When it takes effect is said of each in `docs/runtime.md`. Any thread; of two changes of
  /// the same setting at the same time one stays.
  ///
  /// @param name as in [SettingView#name]
  /// @param value as in [SettingView#value]
  /// @throws java.util.NoSuchElementException when there is no such setting; the message says which there are
  /// @throws IllegalStateException when it cannot change while this runtime runs; the message says why
  /// @throws IllegalArgumentException when the value is wrong; the message names it, and what would be right
  default void changeSetting(String name, String value) {
    throw new NoSuchElementException("there is no setting '" + name + "', as this runtime tells of none");
  }

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

  /// The code of tasks that blocks in place now; of about now, in no order. Empty when all is well.
  default List<InPlaceBlock> blockingInPlace() {
    return List.of();
  }

  /// Code that was given to `Task.blockInPlace` and is not over. A direct task is suspended by most of what blocks, and is in no
  /// worker's poll then.
  ///
  /// @param taskId whose code it is
  /// @param sinceNanos since when, by [System#nanoTime]
  record InPlaceBlock(long taskId, long sinceNanos) {}

  /// Tasks that were ever spawned, blocking jobs excepted. Never goes down.
  default long spawnedTasks() {
    return 0;
  }

  /// Tasks that were scheduled from outside the workers. Never goes down.
  default long remoteScheduleCount() {
    return 0;
  }

  /// The threads for code that blocks.
  default BlockingPoolView blockingPool() {
    return BlockingPoolView.NONE;
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
