package dev.kioto.task;

import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Waker;
import dev.kioto.scheduler.Wrapper;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The tasks of a spawner as an executor: see [Spawner#executor].
final class SpawnerExecutor extends AbstractExecutorService {
  /*
   * A command:
   *
   *     NEW -> STARTED        // by its task
   *     NEW -> WITHDRAWN      // shutdownNow, which gives it back: its task does nothing
   *     NEW -> LOST           // its task ended without having run it: who waits for it is told
   *
   * A command is in `live`, and has a token of the tracker, from before its spawn until its task has ended. Under the lock
   * together with `shutdown`: a command is either refused, or waited for by who waits for the end.
   */
  private final Spawner spawner;
  private final TaskTracker tracker = new TaskTracker();
  private final BriefLock lock = new BriefLock();

  // Written under the lock.
  private volatile boolean shutdown;

  // Both guarded by the lock.
  private boolean stopped; // by shutdownNow
  private final Set<Command> live = Collections.newSetFromMap(new IdentityHashMap<>());

  SpawnerExecutor(Spawner spawner) {
    this.spawner = spawner;
  }

  @Override
  public void execute(Runnable command) {
    var admitted = new Command(Objects.requireNonNull(command, "command"));
    enter(admitted);
    JoinHandle<@Nullable Void> task;
    try {
      task = spawner.spawn(admitted);
    } catch (Throwable e) {
      leave(admitted);
      throw e;
    }
    if (isStoppedAfter(admitted, task)) {
      task.abort();
    }
    if (task.task().pollJoin(admitted).isReady()) {
      admitted.wake();
      if (admitted.isLost()) {
        throw new RejectedExecutionException("the runtime of this executor has shut down: " + command);
      }
    }
  }

  private void enter(Command command) {
    lock.lock();
    try {
      if (!shutdown) {
        live.add(command);
        command.token = tracker.token();
        return;
      }
    } finally {
      lock.unlock();
    }
    throw new RejectedExecutionException("this executor was shut down: " + command.code);
  }

  private boolean isStoppedAfter(Command command, JoinHandle<?> task) {
    lock.lock();
    try {
      command.task = task;
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Command command) {
    TaskTracker.Token token;
    lock.lock();
    try {
      live.remove(command);
      token = command.token;
    } finally {
      lock.unlock();
    }
    if (token != null) {
      token.close();
    }
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      shutdown = true;
    } finally {
      lock.unlock();
    }
    tracker.close();
  }

  @Override
  public List<Runnable> shutdownNow() {
    var withdrawn = new ArrayList<Runnable>();
    var running = new ArrayList<JoinHandle<?>>();
    lock.lock();
    try {
      shutdown = true;
      stopped = true;
      for (var command : live) {
        if (command.withdraw()) {
          withdrawn.add(command.code);
        }
        if (command.task != null) {
          running.add(command.task);
        }
      }
    } finally {
      lock.unlock();
    }
    tracker.close();
    running.forEach(JoinHandle::abort);
    return withdrawn;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return tracker.isClosed() && tracker.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    long deadline = System.nanoTime() + left;
    var thread = Thread.currentThread();
    var end = tracker.waitAll();
    while (!end.poll(() -> () -> LockSupport.unpark(thread)).isReady()) {
      if (Thread.interrupted()) {
        end.drop();
        throw new InterruptedException();
      }
      left = deadline - System.nanoTime();
      if (left <= 0) {
        end.drop();
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    return true;
  }

  // Not by awaitTermination, as by default: a thread that drives its runtime goes on with that here.
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        tracker.waitAll().await();
      } catch (CancelledException _) {
        if (!interrupted) {
          interrupted = true;
          shutdownNow();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "executor of " + tracker.length() + " tasks" + (shutdown ? ", shut down" : "");
  }

  /// What one task runs, and the waker that its end calls.
  private final class Command implements TaskBody, Waker, Wrapper {
    private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
        VarHandle.class, Command.class, State.class);

    private enum State {
      NEW, STARTED, WITHDRAWN, LOST
    }

    private final Runnable code;

    // Any thread, by CAS.
    private volatile State state = State.NEW;

    // Both guarded by the lock.
    private TaskTracker.@Nullable Token token;
    private @Nullable JoinHandle<?> task; // null until it is spawned

    Command(Runnable code) {
      this.code = code;
    }

    @Override
    public void run() {
      if (STATE.compareAndSet(this, State.NEW, State.STARTED)) {
        code.run();
      }
    }

    boolean withdraw() {
      return STATE.compareAndSet(this, State.NEW, State.WITHDRAWN);
    }

    boolean isLost() {
      return state == State.LOST;
    }

    // Once, when the task has ended, on any thread.
    @Override
    public void wake() {
      if (STATE.compareAndSet(this, State.NEW, State.LOST) && code instanceof Future<?> future) {
        future.cancel(false);
      }
      leave(this);
    }

    @Override
    public Object wrapped() {
      return code;
    }
  }
}
