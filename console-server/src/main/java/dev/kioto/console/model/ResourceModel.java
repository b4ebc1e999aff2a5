package dev.kioto.console.model;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The resources of one run of one program, and the operations on them.
///
/// One thread at a time applies updates; any number list and look up. As with tasks, a listing sees the model between two
/// updates, and every number in it is of one instant. What a reader does with a record happens under the lock.
public final class ResourceModel {

  private final ResourceBounds bounds;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // All guarded by lock.
  private final Map<Long, ResourceRecord> resources = new HashMap<>();
  private final Map<Long, OperationRecord> operations = new HashMap<>();
  private final ArrayDeque<ResourceRecord> endedResources = new ArrayDeque<>(); // in the order of their ends, about
  private final ArrayDeque<OperationRecord> endedOperations = new ArrayDeque<>();
  private final Interner interner = new Interner();
  private long asOf;
  private long version;
  private long droppedEvents;
  private long refused;
  private long orphanStats;
  private long reusedIds;
  private int epoch;
  private boolean inSnapshot;

  /// An empty model.
  public ResourceModel(ResourceBounds bounds) {
    this.bounds = bounds;
  }

  /// What follows is told on a new connection to the same run, beginning with everything that the program still knows.
  /// What lived and is not told again with it is forgotten.
  public void beginSnapshot() {
    write(() -> {
      epoch++;
      inSnapshot = true;
    });
  }

  /// Takes in what the program says. Anything it says is possible: what makes no sense is left out and counted.
  public void apply(ResourceUpdate update) {
    write(() -> {
      asOf = update.now();
      droppedEvents = Math.max(droppedEvents, update.droppedEvents());
      update.resources().forEach(this::describe);
      update.resourceStats().forEach(this::update);
      update.operations().forEach(this::describe);
      update.operationStats().forEach(this::update);
      if (update.whole() && inSnapshot) forgetUntold();
      expire();
      version++;
    });
  }

  private void describe(ResourceDescription description) {
    var resource = resources.get(description.id());
    if (resource == null) {
      if (resources.size() >= bounds.resourcesAtMost()) {
        refused++;
        return;
      }
      resource = new ResourceRecord(description.id(), asOf);
      resources.put(resource.id(), resource);
    }
    resource.epoch = epoch;
    resource.describe(description, interner);
  }

  private void update(ResourceStats stats) {
    var resource = resources.get(stats.id());
    if (resource == null) {
      orphanStats++;
      return;
    }
    boolean wasOver = resource.isOver();
    resource.epoch = epoch;
    resource.update(stats, interner);
    if (wasOver && !resource.isOver()) reusedIds++;
    if (!wasOver && resource.isOver()) endedResources.add(resource);
  }

  private void describe(OperationDescription description) {
    var operation = operations.get(description.id());
    if (operation == null) {
      if (operations.size() >= bounds.operationsAtMost()) {
        refused++;
        return;
      }
      operation = new OperationRecord(description.id(), asOf);
      operations.put(operation.id(), operation);
      var resource = resources.get(description.resourceId());
      if (resource != null) resource.operationBegan();
    }
    pauseWait(operation);
    operation.epoch = epoch;
    operation.describe(description, interner);
    resumeWait(operation);
  }

  private void update(OperationStats stats) {
    var operation = operations.get(stats.id());
    if (operation == null) {
      orphanStats++;
      return;
    }
    boolean wasOver = operation.isOver();
    pauseWait(operation);
    operation.epoch = epoch;
    operation.update(stats, interner);
    resumeWait(operation);
    if (wasOver && !operation.isOver()) reusedIds++;
    if (wasOver || !operation.isOver()) return;
    endedOperations.add(operation);
    var resource = resources.get(operation.resourceId());
    if (resource != null && operation.hasWaited()) resource.waitEnded(operation.totalAt(operation.endedAt()));
  }

  private void pauseWait(OperationRecord operation) {
    var resource = operation.isWaiting() ? resources.get(operation.resourceId()) : null;
    if (resource != null) resource.waitPaused(operation.taskId());
  }

  private void resumeWait(OperationRecord operation) {
    var resource = operation.isWaiting() ? resources.get(operation.resourceId()) : null;
    if (resource != null) resource.waitBegan(operation.taskId());
  }

  private void forgetUntold() {
    inSnapshot = false;
    operations.values().removeIf(operation -> {
      boolean untold = operation.epoch != epoch && !operation.isOver();
      if (untold) pauseWait(operation);
      return untold;
    });
    resources.values().removeIf(resource -> resource.epoch != epoch && !resource.isOver());
  }

  private void expire() {
    long oldest = asOf - bounds.endedFor().toNanos();
    expire(endedOperations, operations, OperationRecord::id, OperationRecord::isOver,
        operation -> operation.endedAt() >= oldest);
    expire(endedResources, resources, ResourceRecord::id, ResourceRecord::isOver,
        resource -> resource.endedAt() >= oldest);
  }

  // An id that was used again is in the queue of those that ended, and alive.
  private <E> void expire(ArrayDeque<E> ended, Map<Long, E> table, ToLongFunction<E> id, Predicate<E> isOver,
      Predicate<E> isYoung) {
    for (var first = ended.peek(); first != null; first = ended.peek()) {
      if (isOver.test(first) && isYoung.test(first) && ended.size() <= bounds.endedAtMost()) return;
      ended.remove();
      if (isOver.test(first)) table.remove(id.applyAsLong(first), first);
    }
  }

  /// Lists resources.
  public <R> Selection.Part<R> resources(Selection<ResourceRecord> wanted, Mapper<ResourceRecord, R> mapper) {
    lock.readLock().lock();
    try {
      return wanted.from(resources.values(), resources.size(), asOf, ResourceRecord::id,
          resource -> mapper.row(resource, asOf));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Lists operations. The mapper is also given the operation's resource, or null when it is not known.
  public <R> Selection.Part<R> operations(Selection<OperationRecord> wanted, OperationMapper<R> mapper) {
    lock.readLock().lock();
    try {
      return wanted.from(operations.values(), operations.size(), asOf, OperationRecord::id,
          operation -> mapper.row(operation, resources.get(operation.resourceId()), asOf));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Lists operations on resources that somebody holds.
  public <R> Selection.Part<R> heldUp(Selection<OperationRecord> wanted, OperationMapper<R> mapper) {
    return operations(wanted.and(operation -> {
      var resource = resources.get(operation.resourceId());
      return resource != null && resource.ownerCount() > 0;
    }), mapper);
  }

  /// One resource as a row, or null when there is none of that id.
  public <R> @Nullable R find(long id, Mapper<ResourceRecord, R> mapper) {
    lock.readLock().lock();
    try {
      var resource = resources.get(id);
      return resource == null ? null : mapper.row(resource, asOf);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Tasks that wait for each other in a circle.
  ///
  /// @param atMost how many circles are listed
  public List<WaitCycle> cycles(int atMost) {
    lock.readLock().lock();
    try {
      return new CycleFinder(resources, operations.values()).find(atMost);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Makes a row while the model is held still. Must not block, nor keep the record.
  @FunctionalInterface
  public interface Mapper<E, R> {
    /// The row.
    R row(E row, long asOf);
  }

  /// Makes a row of an operation likewise.
  @FunctionalInterface
  public interface OperationMapper<R> {
    /// The row.
    R row(OperationRecord operation, @Nullable ResourceRecord resource, long asOf);
  }

  /// What a model holds and what it could not.
  ///
  /// @param asOf the program's clock at the last update; 0 before the first
  /// @param version changes with every update, and only then
  /// @param resources held, ended ones among them
  /// @param operations held, ended ones among them
  /// @param droppedEvents events of them that the program lost; 0 when all is well
  /// @param refused resources and operations that the model had no room for; 0 when all is well
  /// @param orphanStats statistics of what the program never described; 0 when all is well
  /// @param reusedIds ids that ended and began again; 0 when all is well
  public record Counts(long asOf, long version, int resources, int operations, long droppedEvents, long refused,
      long orphanStats, long reusedIds) {
  }

  /// What the model holds now.
  public Counts counts() {
    lock.readLock().lock();
    try {
      return new Counts(asOf, version, resources.size(), operations.size(), droppedEvents, refused, orphanStats,
          reusedIds);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void write(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
