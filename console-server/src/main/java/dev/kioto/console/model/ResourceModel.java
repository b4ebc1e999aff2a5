package dev.kioto.console.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<Long, ResourceRecord> channels = new HashMap<>(); // of the resources, those that [#channels] gives
  private final Map<Long, OperationRecord> operations = new HashMap<>();
  private final ArrayDeque<ResourceRecord> endedResources = new ArrayDeque<>(); // in the order of their ends, about
  private final ArrayDeque<OperationRecord> endedOperations = new ArrayDeque<>();
  private final Set<ResourceRecord> awaited = new LinkedHashSet<>(); // locks that somebody waits for
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
    sort(resource);
  }

  private void sort(ResourceRecord resource) {
    if (resource.isLock() && resource.isAwaited() && !resource.isOver()) {
      awaited.add(resource);
    } else {
      awaited.remove(resource);
    }
    if (isChannel(resource) && !resource.isOver()) {
      channels.put(resource.id(), resource);
    } else {
      channels.remove(resource.id());
    }
  }

  private static boolean isChannel(ResourceRecord resource) {
    return resource.type().equals("Mpsc") || resource.type().equals("Broadcast");
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
    sort(resource);
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
    if (resource == null) return;
    resource.waitPaused(operation.taskId());
    if (resource.queue != null) resource.queue.paused();
    sort(resource);
  }

  private void resumeWait(OperationRecord operation) {
    var resource = operation.isWaiting() ? resources.get(operation.resourceId()) : null;
    if (resource == null) return;
    resource.waitBegan(operation.taskId());
    if (resource.isLock()) {
      if (resource.queue == null) resource.queue = new WaitQueue();
      resource.queue.began(operation);
    }
    sort(resource);
  }

  private void forgetUntold() {
    inSnapshot = false;
    operations.values().removeIf(operation -> {
      boolean untold = operation.epoch != epoch && !operation.isOver();
      if (!untold) return false;
      pauseWait(operation);
      operation.forget();
      return true;
    });
    resources.values().removeIf(resource -> resource.epoch != epoch && !resource.isOver() && forget(resource));
  }

  private boolean forget(ResourceRecord resource) {
    awaited.remove(resource);
    channels.remove(resource.id());
    return true;
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

  /// A row of each channel of Kioto's that has not ended and that the mapper has one for: what carries messages, whose queues
  /// may grow. Takes time proportional to the number of channels.
  public <R> List<R> channels(Mapper<ResourceRecord, @Nullable R> mapper) {
    lock.readLock().lock();
    try {
      var rows = new ArrayList<R>();
      for (var channel : channels.values()) {
        var row = mapper.row(channel, asOf);
        if (row != null) rows.add(row);
      }
      return rows;
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
    return operations(wanted.and((operation, _) -> {
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

  /// Locks that somebody waits for, and of each the operation that has waited longest, or null when none is known to.
  public <R> List<R> awaitedLocks(LockMapper<R> mapper) {
    var rows = new ArrayList<R>();
    write(() -> { // the queues are put in order meanwhile
      for (var one : awaited) {
        var row = mapper.row(one, one.queue == null ? null : one.queue.longest(), asOf);
        if (row != null) rows.add(row);
      }
    });
    return rows;
  }

  /// Makes a row of a lock likewise.
  @FunctionalInterface
  public interface LockMapper<R> {
    /// The row; null to leave the lock out.
    @Nullable R row(ResourceRecord lock, @Nullable OperationRecord longest, long asOf);
  }

  /// Whether a task waits for a lock and holds one that others wait for: else there is no circle. Costs what locks are waited
  /// for, and not what operations there are.
  public boolean mayHaveCycle() {
    lock.readLock().lock();
    try {
      var owners = new HashSet<Long>();
      for (var one : awaited) {
        for (int i = 0; i < one.ownerCount(); i++) owners.add(one.owner(i));
      }
      if (owners.isEmpty()) return false;
      for (var one : awaited) {
        for (int i = 0; i < one.waiterCount(); i++) {
          if (owners.contains(one.waiter(i))) return true;
        }
      }
      return false;
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
  public interface Mapper<E, R extends @Nullable Object> {
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
