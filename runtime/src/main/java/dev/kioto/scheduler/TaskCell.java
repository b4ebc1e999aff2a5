package dev.kioto.scheduler;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.AbortAnswer;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One task of any kind: its identity, its lifecycle word, and the place where its result is left for whoever joins it.
///
/// @param <T> the type of the result
@SuppressWarnings("ReferenceEquality") // of wakers and of the DONE mark the identity is meant
public abstract class TaskCell<T extends @Nullable Object> extends TaskState implements TaskView {
  /*
   * The join word:
   *
   *      null -> Waker             // the first poll of the join handle
   *     Waker -> Waiters           // another waker joins as well
   *   Waiters -> Waiters           // and another; those of tasks that have ended leave
   *       any -> less              // who awaited gives up
   *       any -> DONE              // finish; final
   *
   * Happens-before: finish() writes value and failure, then swaps in DONE; a reader that sees DONE (volatile read) sees
   * both. A waker that is in the word when DONE is swapped in is woken by finish(); one that comes later finds DONE
   * instead of registering. So no waker is forgotten.
   */
  private static final Object DONE = new Object();
  private static final AtomicLong NEXT_ID = new AtomicLong(1);
  private static final VarHandle JOIN = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "join",
      VarHandle.class, TaskCell.class, Object.class);

  final Scheduler scheduler;
  private final long id;
  private final long parentId;
  private final TaskOptions options;
  private final @Nullable StackTraceElement location;

  // Links of the owned list. Guarded by the lock of the list's shard.
  @Nullable TaskCell<?> ownedPrevious;
  @Nullable TaskCell<?> ownedNext;
  boolean owned;

  // The instant since which the task is runnable. Written by whoever submits it, before the submission, and read by the
  // worker that takes it from the queue, whose queue operation orders the two.
  long scheduledAtNanos;

  // Written by finish() before the join word; of a task that failed, what watches whether anybody learns it.
  private @Nullable T value;
  private @Nullable Throwable failure;
  private TaskOutcome outcome = TaskOutcome.CANCELLED;

  // Any thread, by CAS: null, a Waker, a Waiters, or DONE.
  private volatile @Nullable Object join;

  TaskCell(Scheduler scheduler, TaskOptions options) {
    this.scheduler = scheduler;
    this.id = NEXT_ID.getAndIncrement();
    SpawnTimes.SHARED.spawned(id);
    this.parentId = Current.taskId();
    this.options = options;
    this.location = scheduler.takesSpawnLocation() ? SpawnLocation.capture() : null;
  }

  /// The id that the next task of the process gets.
  static long nextId() {
    return NEXT_ID.get();
  }

  /// See [SpawnTimes].
  @Override
  public final long spawnedAtNanos() {
    return SpawnTimes.SHARED.spawnedAt(id);
  }

  /// Asks the task to end before its time. It ends at its next suspension or, when it is suspended, at once; a task that
  /// is over stays as it is.
  public abstract void abort();

  @Override
  public AbortAnswer requestAbort() {
    if (isComplete()) {
      return AbortAnswer.OVER;
    }
    abort();
    return AbortAnswer.TOLD;
  }

  /// Ends the task with a result. Called once, by whoever has the exclusive right to poll it.
  final void finish(@Nullable T value, @Nullable Throwable failure, ThreadProbe probe) {
    this.failure = failure;
    this.outcome = Outcomes.of(isCancelled(), failure);
    this.value = failure == null ? value : unlearnt(failure);
    complete();
    scheduler.ended(this, failure, outcome);
    probe.taskEnded(id, outcome);
    Object waiting = JOIN.getAndSet(this, DONE);
    while (waiting instanceof Waiters(Waker waker, Object next)) {
      Uncaught.wake(waker);
      waiting = next;
    }
    if (waiting instanceof Waker waker) {
      Uncaught.wake(waker);
    }
  }

  // In the place of the value that a task which failed does not have.
  @SuppressWarnings("unchecked") // see value()
  private @Nullable T unlearnt(Throwable why) {
    if (outcome != TaskOutcome.FAILED || !scheduler.takesDetails()) {
      return null;
    }
    try {
      return (T) UnlearntFailure.watch(this, why);
    } catch (OutOfMemoryError | LinkageError _) { // its class is loaded by the first task that fails, which may be for want of memory
      return null;
    }
  }

  /// Whether the result is there.
  public final boolean isFinished() {
    return join == DONE;
  }

  /// Registers a waker for the end of the task.
  ///
  /// @return ready when the task is over; [#outcome], [#value] and [#failure] may be read then
  public final Poll<@Nullable Void> pollJoin(Waker waker) {
    while (true) {
      Object waiting = join;
      if (waiting == DONE) {
        return Poll.ready(null);
      }
      if (waiting != null && Waiters.contains(waiting, waker)) {
        return Poll.pending();
      }
      if (JOIN.compareAndSet(this, waiting, Waiters.with(waker, Waiters.without(waiting, null)))) {
        return Poll.pending();
      }
    }
  }

  /// Takes back a waker that was registered and is not needed any more. Does nothing once the task is over.
  public final void leaveJoin(Waker waker) {
    while (true) {
      Object waiting = join;
      if (waiting == DONE || JOIN.compareAndSet(this, waiting, Waiters.without(waiting, waker))) {
        return;
      }
    }
  }

  // Until finish(), for the one who has the task in a queue: a field of their own would cost every task memory, for when there
  // is none.
  @SuppressWarnings("unchecked") // the value is not read before finish(), which overwrites it
  final void setNextSpilled(@Nullable ScheduledTask<?> next) {
    value = (T) next;
  }

  final @Nullable ScheduledTask<?> takeNextSpilled() {
    var next = (ScheduledTask<?>) value;
    value = null;
    return next;
  }

  /// The value, once finished; null when there is none.
  public final @Nullable T value() {
    return failure == null ? value : null;
  }

  /// What the task threw, once finished; null when it returned. Who asks has learnt it.
  public final @Nullable Throwable failure() {
    if (failure != null && (Object) value instanceof UnlearntFailure unlearnt) {
      unlearnt.learn();
    }
    return failure;
  }

  /// How the task ended, once finished.
  public final TaskOutcome outcome() {
    return outcome;
  }

  @Override
  public final long id() {
    return id;
  }

  @Override
  public final @Nullable String name() {
    return options.name();
  }

  final TaskOptions options() {
    return options;
  }

  @Override
  public final long parentId() {
    return parentId;
  }

  @Override
  public final long runtimeId() {
    return scheduler.id();
  }

  @Override
  public final @Nullable StackTraceElement spawnLocation() {
    return location;
  }

  @Override
  public final String toString() {
    String name = name();
    return kind().name().toLowerCase(Locale.ROOT) + " task " + id + (name == null ? "" : " '" + name + "'");
  }

  /// More than one waker: the newest and what was in the word before it.
  private record Waiters(Waker waker, Object next) {
    static boolean contains(Object waiting, Waker waker) {
      Object w = waiting;
      while (w instanceof Waiters(Waker here, Object next)) {
        if (here == waker) {
          return true;
        }
        w = next;
      }
      return w == waker;
    }

    /// What remains of a join word without one waker, and without those of tasks that have ended and need none. The same
    /// object when nobody leaves.
    static @Nullable Object without(@Nullable Object waiting, @Nullable Waker gone) {
      if (!anyLeaves(waiting, gone)) {
        return waiting;
      }
      Object kept = null;
      Object w = waiting;
      while (w instanceof Waiters(Waker here, Object next)) {
        kept = leaves(here, gone) ? kept : with(here, kept);
        w = next;
      }
      return w instanceof Waker last && !leaves(last, gone) ? with(last, kept) : kept;
    }

    static Object with(Waker waker, @Nullable Object others) {
      return others == null ? waker : new Waiters(waker, others);
    }

    private static boolean anyLeaves(@Nullable Object waiting, @Nullable Waker gone) {
      Object w = waiting;
      while (w instanceof Waiters(Waker here, Object next)) {
        if (leaves(here, gone)) {
          return true;
        }
        w = next;
      }
      return w instanceof Waker last && leaves(last, gone);
    }

    private static boolean leaves(Waker waker, @Nullable Waker gone) {
      return waker == gone || (waker instanceof TaskState task && task.isComplete());
    }
  }
}
