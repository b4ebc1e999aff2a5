package dev.kioto.scheduler;

import dev.kioto.driver.Wakeup;
import dev.kioto.future.AwaitHost;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What the calling thread belongs to: a core (also through the virtual thread that is mounted on it), or a runtime that
/// it entered.
public final class Current {
  // For platform threads that are not the runtime's, and for virtual threads of a foreign scheduler.
  private static final ThreadLocal<@Nullable Entered> ENTERED = new ThreadLocal<>();

  // The core that a platform thread of the user's drives, inside `blockOn` of a runtime without threads of its own. To be read
  // of the carrier, not of what it carries.
  private static final ThreadLocal<@Nullable Core> DRIVEN = new ThreadLocal<>();

  // Whether any thread ever drove one. Set before the first does; whoever is carried by such a thread comes after it.
  private static boolean anyDriven;

  private Current() {}

  record Entered(Scheduler scheduler, long taskId, Choices choices) {}

  /// The core whose thread runs the caller, or null.
  static @Nullable Core core() {
    var carrier = VirtualThreads.currentCarrier();
    if (carrier instanceof RuntimeThread thread) {
      return thread.core();
    }
    return anyDriven ? driven() : null;
  }

  private static @Nullable Core driven() {
    try {
      return VirtualThreads.carrierLocal(DRIVEN);
    } catch (OutOfMemoryError _) {
      return null; // a thread local that is read makes an entry: so there was none
    }
  }

  /// The scheduler of the calling thread, or null when it has none.
  public static @Nullable Scheduler schedulerOrNull() {
    var core = core();
    if (core != null) {
      return core.scheduler();
    }
    var entered = ENTERED.get();
    return entered == null ? null : entered.scheduler();
  }

  /// The scheduler of the calling thread.
  ///
  /// @throws IllegalStateException when the thread has none
  public static Scheduler scheduler() {
    var scheduler = schedulerOrNull();
    if (scheduler == null) {
      throw new IllegalStateException("thread '" + Thread.currentThread().getName()
          + "' belongs to no runtime: call this from a task, from inside Runtime.blockOn, or on a Handle");
    }
    return scheduler;
  }

  /// The index of the worker that runs the caller, or -1 when none does.
  public static int workerIndex() {
    return switch (core()) {
      case WorkerCore core -> core.worker().index();
      case CurrentThreadCore _ -> 0;
      case null, default -> -1;
    };
  }

  /// The id of the task that the calling thread polls, 0 when none.
  public static long taskId() {
    return taskId(core());
  }

  static long taskId(@Nullable Core core) {
    if (core != null) {
      long id = core.currentTaskId();
      if (id != 0 || core instanceof WorkerCore) {
        return id;
      }
    }
    try {
      var entered = ENTERED.get();
      return entered == null ? 0 : entered.taskId();
    } catch (OutOfMemoryError _) { // a thread local makes an entry when it is read; who asks may be making a wake
      return 0;
    }
  }

  /// The scheduler that the calling platform thread has entered and polls no task of: the one to be driven while it waits.
  static @Nullable Scheduler waitsFor() {
    var entered = Thread.currentThread().isVirtual() ? null : ENTERED.get();
    return entered == null || core() != null ? null : entered.scheduler();
  }

  /// The virtual task of the calling thread, or null when it is none.
  static @Nullable VirtualTask<?> virtualTask() {
    if (!Thread.currentThread().isVirtual()) {
      return null;
    }
    var core = core();
    return core != null && core.currentTask() instanceof VirtualTask<?> task ? task : null;
  }

  /// Makes the calling thread belong to a runtime until the scope is closed.
  public static Scope enter(Scheduler scheduler) {
    return enter(scheduler, 0);
  }

  static Scope enter(Scheduler scheduler, long taskId) {
    var before = ENTERED.get();
    ENTERED.set(new Entered(scheduler, taskId, new Choices(scheduler.nextSeed())));
    return () -> {
      if (before == null) {
        ENTERED.remove();
      } else {
        ENTERED.set(before);
      }
    };
  }

  /// Makes the calling platform thread the one that drives a core, or nobody's when null.
  ///
  /// @return what it drove before
  static @Nullable Core drive(@Nullable Core core) {
    anyDriven = true;
    if (Thread.currentThread() instanceof RuntimeThread thread) {
      var before = thread.core();
      thread.setCore(core);
      return before;
    }
    var before = DRIVEN.get();
    DRIVEN.set(core); // null as well: the thread will be asked again
    return before;
  }

  /// Ends with [#close], on the thread that opened it.
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /// Tells [dev.kioto.future.Future#await] how threads of a runtime wait.
  static void install() {
    AwaitHost.install(new Host());
  }

  private static final class Host extends AwaitHost {
    @Override
    protected int choose(int bound) {
      var core = core();
      if (core != null) {
        return core.choices.next(bound);
      }
      var entered = ENTERED.get();
      return entered == null ? super.choose(bound) : entered.choices().next(bound);
    }

    @Override
    public void checkMayWait() {
      refuseToBlock("await()");
    }

    @Override
    public void park(Object blocker, BooleanSupplier woken) {
      var scheduler = waitsFor();
      if (scheduler == null) {
        LockSupport.park(blocker);
      } else {
        scheduler.park(blocker, woken);
      }
    }

    @Override
    public void unpark(Thread thread) {
      if (thread.isVirtual()) {
        LockSupport.unpark(thread);
      } else {
        Wakeup.unpark(thread);
      }
    }

    @Override
    public boolean takeBudget() {
      var core = polling();
      return core == null || core.takeBudget();
    }

    @Override
    public void restoreBudget() {
      var core = polling();
      if (core != null) {
        core.restoreBudget();
      }
    }

    @Override
    public boolean hasBudget() {
      var core = polling();
      return core == null || core.hasBudget();
    }

    @Override
    public void yieldNow() {
      Scheduler.yieldThread();
    }

    // A thread that polls nothing has no budget: it holds up nobody.
    private static @Nullable Core polling() {
      if (!Thread.currentThread().isVirtual()) {
        return null;
      }
      var core = core();
      return core != null && core.currentTask() != null ? core : null;
    }
  }

  /// Refuses what would block a thread that polls tasks for others.
  ///
  /// @param call what was called
  /// @throws IllegalStateException when the calling thread is inside the poll of a future task
  static void refuseToBlock(String call) {
    if (Thread.currentThread().isVirtual()) {
      return;
    }
    var core = core();
    if (core != null && !core.mayBlock()) {
      throw new IllegalStateException(call + " was called on thread '" + Thread.currentThread().getName()
          + "' inside the poll of a future task, which would block the worker: return Poll.pending() and poll what you"
          + " wait for, spawn a direct task, or wrap the call in Task.blockInPlace");
    }
  }
}
