package dev.kioto.instrument.aggregate;

import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import java.util.List;
import java.util.function.LongSupplier;

/// The books of tasks, resources and operations. Guarded by the lock of the aggregator.
final class Books {
  final TaskBook tasks;
  final ResourceBook resources;
  final OperationBook operations;

  Books(TaskBook tasks, ResourceBook resources, OperationBook operations) {
    this.tasks = tasks;
    this.resources = resources;
    this.operations = operations;
  }

  void resourceCreated(ResourceView resource, long atNanos) {
    var entry = resources.created(resource, atNanos);
    if (entry != null) {
      operations.resourceCreated(entry);
    }
  }

  /// Ends a pass over all rings.
  void passed(LongSupplier clock) {
    long now = clock.getAsLong();
    tasks.passed(now);
    resources.passed(now);
    operations.passed(now);
    resources.look(clock);
  }

  /// Asks what is there how it is, after events were lost or not recorded. Costs a look at each task, resource and operation.
  void reconcile(List<RuntimeView> runtimes, long nowNanos) {
    tasks.ask(runtimes);
    tasks.reconcile(nowNanos);
    resources.reconcile(runtimes, nowNanos).forEach(operations::resourceCreated);
    operations.reconcile(runtimes, nowNanos);
    tasks.asked();
    resources.asked();
    operations.asked();
  }

  /// Whether events came of something whose creation did not.
  boolean haveStrangers() {
    return tasks.hasStrangers() || resources.hasStrangers() || operations.hasStrangers();
  }

  /// Nothing is recorded of a single task from now on: lets go of all.
  void close(long nowNanos) {
    operations.close(nowNanos);
    resources.close(nowNanos);
    tasks.close(nowNanos);
  }

  /// Tasks are recorded again.
  void reopen() {
    tasks.reopen();
    resources.reopen();
    operations.reopen();
  }

  void unknownTo(long bit) {
    tasks.unknownTo(bit);
    resources.unknownTo(bit);
    operations.unknownTo(bit);
  }

  /// What all of it holds in memory, in bytes, about.
  long bytes() {
    return tasks.bytes() + resources.bytes() + operations.bytes();
  }

  long strayEvents() {
    return tasks.strayEvents() + resources.strayEvents() + operations.strayEvents();
  }
}
