package dev.kioto.scheduler;

import dev.kioto.driver.Driver;
import dev.kioto.future.Future;
import dev.kioto.future.Waker;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that one thread alone polls, when it polls whatever stands for them all: the organ of `dev.kioto.task.LocalSet`. While
/// it polls them this is the thread's core, above the one that it has otherwise.
///
/// Follows Tokio's `task/local.rs`. The owner's thread alone, but for [#submit].
public final class LocalTasks extends Core {
  /*
   * A submission from elsewhere adds to `remote`, then wakes `waker`. The owner writes `waker`, then looks at `remote`
   * (both volatile): either it sees the task, or the submitter sees the waker.
   */
  private static final int TASKS_PER_POLL = 61; // Tokio's
  private static final int REMOTE_FIRST_INTERVAL = 31; // Tokio's

  private final Thread owner = Thread.currentThread();
  private final OwnedTasks owned = new OwnedTasks(1, () -> {});
  private final Ring<ScheduledTask<?>> local = new Ring<>(16);
  private final InjectQueue remote = new InjectQueue();
  private volatile @Nullable Waker waker;
  private @Nullable Core below; // while this is the thread's core, the one that was before
  private boolean entered;
  private int tick;

  /// Tasks for the calling thread.
  public LocalTasks(Scheduler scheduler) {
    super(scheduler);
    scheduler.localSets().add(this);
  }

  OwnedTasks owned() {
    return owned;
  }

  /// Takes in a task. The owner's thread.
  ///
  /// @throws IllegalStateException on any other thread
  public <T extends @Nullable Object> TaskCell<T> spawn(Future<T> future, TaskOptions taskOptions) {
    checkOwner("spawnLocal");
    var task = new LocalTask<>(this, taskOptions, future);
    if (scheduler().admit(task)) {
      task.submit(Current.core());
    }
    return task;
  }

  private void checkOwner(String call) {
    if (!Thread.currentThread().equals(owner)) {
      throw new IllegalStateException(call + " was called on thread '" + Thread.currentThread().getName()
          + "', but the tasks of this LocalSet belong to thread '" + owner.getName() + "'");
    }
  }

  // --- polling ---

  /// Polls some of the tasks that are runnable.
  ///
  /// @param outer woken when another call is worth its while
  /// @return true when every task has ended
  public boolean poll(Waker outer) {
    checkOwner("the poll of a LocalSet");
    waker = outer;
    boolean more = within(this::pollSome);
    if (more) {
      outer.wake();
    }
    return owned.isDrained();
  }

  private boolean pollSome() {
    for (int i = 0; i < TASKS_PER_POLL; i++) {
      var task = next();
      if (task == null) {
        return false;
      }
      resetBudget();
      poll(task);
    }
    return true;
  }

  private @Nullable ScheduledTask<?> next() {
    var task = ++tick % REMOTE_FIRST_INTERVAL == 0 ? remote.pop() : null;
    if (task == null) {
      task = local.poll();
    }
    return task != null ? task : remote.pop();
  }

  /// Runs code with this as the thread's core, so that what it spawns locally belongs here.
  ///
  /// @throws IllegalStateException on any thread but the owner's
  public <T> T within(Callable<T> code) {
    checkOwner("a LocalSet");
    if (entered) {
      return call(code);
    }
    entered = true;
    below = Current.drive(this);
    tellSharedProbe(); // the thread's own channel tells of the poll that this is part of
    try {
      return call(code);
    } finally {
      Current.drive(below);
      below = null;
      entered = false;
    }
  }

  private static <T> T call(Callable<T> code) {
    try {
      return code.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // --- what is scheduled ---

  void submit(ScheduledTask<?> task, @Nullable Core caller) {
    if (equals(caller)) {
      stats.localSchedules.increment();
      add(task);
      return;
    }
    remote.push(task);
    var outer = waker;
    if (outer != null) {
      outer.wake();
    }
  }

  // A task of the runtime below, which was spawned or woken in one of these.
  @Override
  void schedule(ScheduledTask<?> task) {
    scheduler().submit(task, below);
  }

  @Override
  void reschedule(ScheduledTask<?> task, boolean yields) {
    add(task);
  }

  private void add(ScheduledTask<?> task) {
    try {
      local.add(task);
    } catch (OutOfMemoryError _) {
      remote.push(task); // which finds a place
    }
  }

  // --- the end ---

  /// Ends every task that has not ended: their futures are dropped. The owner's thread.
  ///
  /// @throws IllegalStateException on any other thread, and inside one of the tasks
  public void close() {
    checkOwner("close of a LocalSet");
    if (entered) {
      throw new IllegalStateException(
          "a LocalSet cannot be closed from inside it, where one of its tasks runs on thread '"
              + owner.getName() + "': close it outside of blockOn");
    }
    owned.close();
    for (var task : owned.snapshot()) {
      task.abort();
    }
    within(() -> {
      ScheduledTask<?> task;
      while ((task = next()) != null) {
        poll(task);
      }
      return true;
    });
    scheduler().localSets().close(this);
  }

  @Override
  boolean mayBlock() {
    return false;
  }

  @Override
  int localDepth() {
    return local.size();
  }

  @Override
  Thread thread() {
    return owner;
  }

  @Override
  Driver driver() {
    var outer = below;
    return outer == null ? scheduler().driver() : outer.driver();
  }

  /// The tasks that the calling thread polls one of, or has entered; null when it does not.
  public static @Nullable LocalTasks current() {
    return Current.core() instanceof LocalTasks tasks ? tasks : null;
  }
}
