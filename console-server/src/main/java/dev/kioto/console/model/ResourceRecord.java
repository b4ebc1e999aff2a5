package dev.kioto.console.model;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One resource as the collector last heard of it.
///
/// Read it only where the model hands it out, and keep no reference to it: the model writes to it between those calls.
public final class ResourceRecord {

  private static final Set<String> LOCKS = Set.of("Mutex", "RwLock", "Semaphore");
  private static final String[] NOTHING = {};
  private static final long[] NOBODY = {};
  private static final int MOST_WAITERS = 1000; // as many as Kioto's own protocol names

  // Everything here is guarded by the lock of the model that owns the record.
  private final long id;
  private String type = "";
  private String kind = "";
  private long runtimeId;
  private long parentId;
  private boolean internal;
  private @Nullable String location;

  private long createdAt;
  private long endedAt = TaskRecord.ABSENT;
  private String[] attributes = NOTHING;
  private long[] owners = NOBODY;
  private long[] waiters = NOBODY;
  private int waitingThreads;
  private int ownersLeftOut;
  private int waitersLeftOut;
  private boolean tellsHolders;
  private boolean tellsTotals;
  private long operations;
  private long waits;
  private long waitNanos;
  private long longestWaitNanos;

  int epoch; // the connection that told of it last
  @Nullable WaitQueue queue; // of a lock that was waited for

  ResourceRecord(long id, long createdAt) {
    this.id = id;
    this.createdAt = createdAt;
  }

  void describe(ResourceDescription description, Interner interner) {
    type = interner.intern(description.type());
    kind = interner.intern(description.kind());
    runtimeId = description.runtimeId();
    parentId = description.parentId();
    internal = description.internal();
    location = description.location() == null ? null : interner.intern(description.location());
  }

  void update(ResourceStats stats, Interner interner) {
    if (stats.createdAt() != TaskRecord.ABSENT) createdAt = stats.createdAt();
    endedAt = stats.endedAt();
    attributes = stats.attributes().isEmpty() ? NOTHING : interner.internAll(stats.attributes());
    var holders = stats.holders();
    tellsHolders = holders != null;
    if (holders != null) {
      owners = holders.owners().length == 0 ? NOBODY : holders.owners();
      waiters = holders.waiters().length == 0 ? NOBODY : holders.waiters();
      waitingThreads = holders.waitingThreads();
      ownersLeftOut = holders.ownersLeftOut();
      waitersLeftOut = holders.waitersLeftOut();
    }
    var totals = stats.totals();
    tellsTotals = totals != null;
    if (totals != null) {
      operations = totals.operations();
      waits = totals.waits();
      waitNanos = totals.waitNanos();
      longestWaitNanos = totals.longestWaitNanos();
    }
  }

  /*
   * Of a program that tells neither holders nor totals, both are made of its operations. The totals then are of those
   * that were heard of.
   */

  /// An operation on it was heard of for the first time.
  void operationBegan() {
    if (!tellsTotals) operations++;
  }

  /// An operation on it waits. Task 0 stands for none.
  void waitBegan(long task) {
    if (tellsHolders) return;
    if (task == 0) {
      waitingThreads++;
    } else if (waiters.length < MOST_WAITERS) {
      waiters = Arrays.copyOf(waiters, waiters.length + 1);
      waiters[waiters.length - 1] = task;
    } else {
      waitersLeftOut++;
    }
  }

  /// An operation on it waits no more, by that task.
  void waitPaused(long task) {
    if (tellsHolders) return;
    if (task == 0) {
      waitingThreads = Math.max(0, waitingThreads - 1);
      return;
    }
    for (int i = 0; i < waiters.length; i++) {
      if (waiters[i] != task) continue;
      var left = Arrays.copyOf(waiters, waiters.length - 1);
      System.arraycopy(waiters, i + 1, left, i, left.length - i);
      waiters = left.length == 0 ? NOBODY : left;
      return;
    }
    waitersLeftOut = Math.max(0, waitersLeftOut - 1);
  }

  /// An operation on it that had to wait has ended.
  void waitEnded(long nanos) {
    if (tellsTotals) return;
    waits++;
    waitNanos += nanos;
    longestWaitNanos = Math.max(longestWaitNanos, nanos);
  }

  /// Its id: unique in a run, unsigned.
  public long id() {
    return id;
  }

  /// `Mutex`, `TcpStream`; empty when it was not described.
  public String type() {
    return type;
  }

  /// `sync`, `timer`, `io`, or what else the program calls it; empty when it does not say.
  public String kind() {
    return kind;
  }

  /// The runtime that saw it first; 0 when unknown.
  public long runtimeId() {
    return runtimeId;
  }

  /// The resource that it is a part of; 0 when it stands alone or that is not known.
  public long parentId() {
    return parentId;
  }

  /// Whether it is a part of another one that users never touch themselves.
  public boolean isInternal() {
    return internal;
  }

  /// Where it was made, or null.
  public @Nullable String location() {
    return location;
  }

  /// Whether tasks hold it, and others wait until they let it go: a mutex, a read-write lock, a semaphore.
  public boolean isLock() {
    return !internal && LOCKS.contains(type);
  }

  /// Whether anybody waits for it.
  public boolean isAwaited() {
    return waiters.length > 0 || waitersLeftOut > 0 || waitingThreads > 0;
  }

  /// When it was made.
  public long createdAt() {
    return createdAt;
  }

  /// When it ended, or [TaskRecord#ABSENT].
  public long endedAt() {
    return endedAt;
  }

  /// Whether it has ended.
  public boolean isOver() {
    return endedAt != TaskRecord.ABSENT;
  }

  /// Its state: a name, its value, the value's unit or an empty text, the next name, ...
  public List<String> attributes() {
    return List.of(attributes);
  }

  /// The value of a part of its state, or null when it has none of that name.
  public @Nullable String attribute(String name) {
    for (int i = 0; i < attributes.length; i += 3) {
      if (attributes[i].equals(name)) return attributes[i + 1];
    }
    return null;
  }

  /// A number of its state, or `otherwise` when it has none of that name.
  public long number(String name, long otherwise) {
    for (int i = 0; i + 2 < attributes.length; i += 3) {
      if (!attributes[i].equals(name)) continue;
      try {
        return Long.parseLong(attributes[i + 1]);
      } catch (NumberFormatException _) {
        return otherwise;
      }
    }
    return otherwise;
  }

  /// Whether something of its state is said to be true.
  public boolean flag(String name) {
    for (int i = 0; i + 2 < attributes.length; i += 3) {
      if (attributes[i].equals(name)) return attributes[i + 1].equals("true");
    }
    return false;
  }

  /// How many tasks hold it now, as far as they are named.
  public int ownerCount() {
    return owners.length;
  }

  /// A task that holds it, from 0 to [#ownerCount] less 1.
  public long owner(int index) {
    return owners[index];
  }

  /// Whether a task is among those that hold it.
  public boolean isOwnedBy(long task) {
    return contains(owners, task);
  }

  /// Whether a task is among those that wait for it.
  public boolean isAwaitedBy(long task) {
    return contains(waiters, task);
  }

  private static boolean contains(long[] tasks, long wanted) {
    for (long task : tasks) {
      if (task == wanted) return true;
    }
    return false;
  }

  /// How many tasks wait for it now, as far as they are named.
  public int waiterCount() {
    return waiters.length;
  }

  /// A task that waits for it, the longest waiting first, from 0 to [#waiterCount] less 1.
  public long waiter(int index) {
    return waiters[index];
  }

  /// Whether the program tells who holds it: else nobody is named, and may hold it all the same.
  public boolean tellsHolders() {
    return tellsHolders;
  }

  /// Operations that wait without a task: threads outside the runtime.
  public int waitingThreads() {
    return waitingThreads;
  }

  /// Owners that are not named, about.
  public int ownersLeftOut() {
    return ownersLeftOut;
  }

  /// Waiters that are not named, about.
  public int waitersLeftOut() {
    return waitersLeftOut;
  }

  /// Operations that have started; of a program that does not count them, those that were heard of.
  public long operations() {
    return operations;
  }

  /// Operations that had to wait and have ended.
  public long waits() {
    return waits;
  }

  /// Time of all [#waits] together.
  public long waitNanos() {
    return waitNanos;
  }

  /// The longest of [#waits].
  public long longestWaitNanos() {
    return longestWaitNanos;
  }
}
