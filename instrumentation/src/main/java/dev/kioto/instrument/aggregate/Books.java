package dev.kioto.instrument.aggregate;

import dev.kioto.probe.ResourceView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The books of tasks, resources and operations. Guarded by the lock of the aggregator.
final class Books {
  final TaskBook tasks;
  final ResourceBook resources;
  final OperationBook operations;

  private Books(TaskBook tasks, ResourceBook resources, OperationBook operations) {
    this.tasks = tasks;
    this.resources = resources;
    this.operations = operations;
  }

  static Books of(Bounds bounds) {
    long retention = Aggregator.saturatedNanos(bounds.retention());
    var tasks = new TaskBook(retention, bounds);
    var resources = new ResourceBook(retention, bounds.resources());
    return new Books(tasks, resources, new OperationBook(retention, bounds.operations(), tasks, resources));
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
    operations.listFresh();
    operations.passed(now);
    resources.look(clock);
  }

  /// What is to be looked at to learn what events did not bring, in this order: what lives by the account of the runtimes, and what
  /// is known here.
  Deque<Supplier<Walk<?>>> looks(Living living, LongSupplier clock) {
    var looks = new ArrayDeque<Supplier<Walk<?>>>();
    looks.add(() -> new Walk<>(living.tasks().iterator(), tasks::learn));
    looks.add(() -> new Walk<>(tasks.copy(), task -> tasks.check(task, clock.getAsLong())));
    looks.add(() -> new Walk<>(living.resources().iterator(), resource -> learn(resource, clock.getAsLong())));
    looks.add(() -> new Walk<>(resources.copy(), resource -> resources.check(resource, clock.getAsLong())));
    looks.add(() -> new Walk<>(living.operations().iterator(), o -> operations.learn(o, clock.getAsLong())));
    looks.add(() -> new Walk<>(operations.copy(), operation -> operations.check(operation, clock.getAsLong())));
    return looks;
  }

  private void learn(ResourceView resource, long nowNanos) {
    if (!resource.isOver()) { // it was told of its end then, or will be
      resourceCreated(resource, nowNanos);
    }
  }

  /// The runtimes were asked in a pass, and what they named is here.
  void asked(long inPass) {
    tasks.asked(inPass);
    resources.asked(inPass);
    operations.asked(inPass);
  }

  /// The pass that goes on.
  long pass() {
    return tasks.pass();
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

  /// Makes everything unknown to subscribers.
  ///
  /// @param bits theirs
  void unknownTo(long bits) {
    tasks.unknownTo(bits);
    resources.unknownTo(bits);
    operations.unknownTo(bits);
  }

  /// What all of it holds in memory, in bytes, about.
  long bytes() {
    return tasks.bytes() + resources.bytes() + operations.bytes();
  }

  long strayEvents() {
    return tasks.strayEvents() + resources.strayEvents() + operations.strayEvents();
  }
}
