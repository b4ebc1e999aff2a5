package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import dev.kioto.scheduler.TaskCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that do not outlive a block of code: when the block is left, in whatever way, all of them have ended.
///
/// ```java
/// try (var scope = TaskScope.shutdownOnFailure()) {
///   var user = scope.spawn(() -> findUser(id));
///   var orders = scope.spawn(() -> findOrders(id));
///   scope.join().await();                              // throws when one has failed; the other was aborted then
///   return page(user.await(), orders.await());
/// }
/// ```
///
/// Three policies say what the end of one child means for the others:
///
/// | made by | a child that fails | a child that returns | [#join] gives |
/// |---|---|---|---|
/// | [#joinAll] | is left to its handle | | null |
/// | [#shutdownOnFailure] | aborts the others | | null; or throws the first failure, the others suppressed |
/// | [#shutdownOnSuccess] | | aborts the others | the first value; or throws the first failure, when all failed |
///
/// To leave the block without [#join], by an exception or a return, aborts the children and waits for their ends. So does the
/// abort of the owner: it surfaces where the owner waits, and [#close] sees to the children on the way out. A child that
/// is aborted or cancelled alone is no failure. Children that clean up, or run on the blocking pool, take their time,
/// and [#close] with them.
///
/// The owner is a direct task, or a thread that may block; a future task has no block to leave, and uses a [JoinSet].
/// Children may spawn siblings. [#close] is for the owner, all else for any thread.
///
/// The JDK's `StructuredTaskScope`, Kotlin's `coroutineScope` and Trio's nurseries are of this kind.
///
/// @param <T> what the children return, [Object] where each is different
/// @param <R> what [#join] gives
public final class TaskScope<T extends @Nullable Object, R extends @Nullable Object> implements AutoCloseable {
  /*
   *     OPEN -> SHUT_DOWN     // by the policy, or shutdown(): children are aborted, and new ones as they come
   *     OPEN, SHUT_DOWN -> CLOSED   // close(): new ones are refused
   *
   * Under the lock, with the list of children: a child is in it from before its spawn until it has ended, and so either the
   * one who shuts down finds its task and aborts it, or the one who spawns finds the scope shut down and aborts it himself.
   *
   * No wait is lost: a waiter joins the list under the lock when there are children, and the last child that leaves
   * takes the list under it.
   */
  private static final ResourceType<TaskScope<?, ?>> TYPE = ResourceType.of("TaskScope", ResourceKind.SYNC,
      (scope, out) -> out.set("length", scope.length()).set("shut down", scope.isShutdown()));

  private enum Policy {
    JOIN_ALL, ON_FAILURE, ON_SUCCESS
  }

  private enum Stage {
    OPEN, SHUT_DOWN, CLOSED
  }

  private final Policy policy;
  private final Spawner spawner;
  private final BriefLock lock = new BriefLock();
  private final Observed observed = Observed.of(TYPE);

  // Written under the lock.
  private volatile Stage stage = Stage.OPEN;
  private volatile int length;

  // Guarded by the lock.
  private @Nullable Child newest;
  private WaitList waiters = new WaitList();
  private @Nullable TaskCell<? extends T> success; // the first; kept where the policy asks for it
  private final List<TaskCell<?>> failures = new ArrayList<>(0); // in the order of their ends; where the policy asks

  private TaskScope(Policy policy, Spawner spawner) {
    this.policy = policy;
    this.spawner = Objects.requireNonNull(spawner, "spawner");
  }

  // --- the policies ---

  /// A scope that waits for all of its children, however they end. It spawns on the runtime of the thread that spawns.
  public static TaskScope<@Nullable Object, @Nullable Void> joinAll() {
    return joinAll(Task.builder());
  }

  /// The same, which spawns by a spawner.
  public static TaskScope<@Nullable Object, @Nullable Void> joinAll(Spawner spawner) {
    return new TaskScope<>(Policy.JOIN_ALL, spawner);
  }

  /// A scope that aborts its children when one fails. It spawns on the runtime of the thread that spawns.
  public static TaskScope<@Nullable Object, @Nullable Void> shutdownOnFailure() {
    return shutdownOnFailure(Task.builder());
  }

  /// The same, which spawns by a spawner.
  public static TaskScope<@Nullable Object, @Nullable Void> shutdownOnFailure(Spawner spawner) {
    return new TaskScope<>(Policy.ON_FAILURE, spawner);
  }

  /// A scope that aborts its children when one returns. It spawns on the runtime of the thread that spawns.
  public static <T extends @Nullable Object> TaskScope<T, T> shutdownOnSuccess() {
    return shutdownOnSuccess(Task.builder());
  }

  /// The same, which spawns by a spawner.
  public static <T extends @Nullable Object> TaskScope<T, T> shutdownOnSuccess(Spawner spawner) {
    return new TaskScope<>(Policy.ON_SUCCESS, spawner);
  }

  // --- children come ---

  /// Spawns a future task. In a scope that is shut down it is aborted at once.
  ///
  /// @throws IllegalStateException when the scope is closed; nothing is spawned
  public <U extends T> JoinHandle<U> spawn(Future<U> future) {
    Objects.requireNonNull(future, "future");
    return admit(() -> spawner.spawn(future));
  }

  /// Spawns a direct task; see [#spawn(Future)].
  ///
  /// @throws IllegalStateException when the scope is closed; nothing is spawned
  public <U extends T> JoinHandle<U> spawn(Callable<U> body) {
    Objects.requireNonNull(body, "body");
    return admit(() -> spawner.spawn(body));
  }

  /// Runs code on the blocking pool; see [#spawn(Future)]. Once it runs the scope waits for it.
  ///
  /// @throws IllegalStateException when the scope is closed; nothing is spawned
  public <U extends T> JoinHandle<U> spawnBlocking(Callable<U> body) {
    Objects.requireNonNull(body, "body");
    return admit(() -> spawner.spawnBlocking(body));
  }

  private interface Spawn<U extends @Nullable Object> {
    JoinHandle<U> spawn();
  }

  private <U extends T> JoinHandle<U> admit(Spawn<U> spawn) {
    var child = new Child();
    enter(child);
    JoinHandle<U> handle;
    try {
      handle = spawn.spawn();
    } catch (Throwable e) {
      leave(child, null);
      throw e;
    }
    if (isShutdownAfter(child, handle)) {
      handle.abort();
    }
    if (handle.task().pollJoin(child).isReady()) {
      child.wake();
    }
    return handle;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // of `length`, under the lock
  private void enter(Child child) {
    lock.lock();
    try {
      if (stage == Stage.CLOSED) {
        throw new IllegalStateException("this TaskScope is closed, and takes no more tasks: make another");
      }
      child.older = newest;
      if (newest != null) {
        newest.newer = child;
      }
      newest = child;
      length++;
    } finally {
      lock.unlock();
    }
  }

  private boolean isShutdownAfter(Child child, JoinHandle<? extends T> handle) {
    lock.lock();
    try {
      child.handle = handle;
      return stage != Stage.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /// A task in the scope, and the waker that its end calls.
  private final class Child implements Waker {
    // Guarded by the lock.
    private @Nullable JoinHandle<? extends T> handle; // null until it is spawned
    private @Nullable Child older;
    private @Nullable Child newer;

    // Once, by the end of the task, on any thread.
    @Override
    public void wake() {
      leave(this, Objects.requireNonNull(handle).task());
    }
  }

  // --- and go ---

  @SuppressWarnings("NonAtomicVolatileUpdate") // of `length`, under the lock
  private void leave(Child child, @Nullable TaskCell<? extends T> ended) {
    if (ended != null && keep(ended)) {
      shutdown();
    }
    WaitList told = null;
    lock.lock();
    try {
      unlink(child);
      if (--length == 0) {
        told = waiters;
        told.end();
        waiters = new WaitList();
      }
    } finally {
      lock.unlock();
    }
    if (told != null) {
      WaitList.rethrow(told.wakeAll(null));
    }
  }

  private void unlink(Child child) {
    if (child.newer == null) {
      newest = child.older;
    } else {
      child.newer.older = child.older;
    }
    if (child.older != null) {
      child.older.newer = child.newer;
    }
  }

  // Keeps what the policy wants of a child that has ended; true when it is to end the others.
  private boolean keep(TaskCell<? extends T> ended) {
    if (policy == Policy.JOIN_ALL) {
      return false;
    }
    lock.lock();
    try {
      return switch (ended.outcome()) {
        case COMPLETED -> {
          boolean first = policy == Policy.ON_SUCCESS && success == null;
          success = first ? ended : success;
          yield first;
        }
        case FAILED -> {
          failures.add(ended);
          yield policy == Policy.ON_FAILURE && failures.size() == 1;
        }
        case CANCELLED -> false;
      };
    } finally {
      lock.unlock();
    }
  }

  /// Aborts the children, and those that come from now on. They are waited for as ever. Doing it again does nothing.
  public void shutdown() {
    end(Stage.SHUT_DOWN);
  }

  private void end(Stage to) {
    var live = new ArrayList<JoinHandle<?>>();
    lock.lock();
    try {
      stage = stage == Stage.CLOSED ? stage : to;
      for (var child = newest; child != null; child = child.older) {
        if (child.handle != null) {
          live.add(child.handle);
        }
      }
    } finally {
      lock.unlock();
    }
    live.forEach(JoinHandle::abort);
  }

  /// Whether children are aborted as they come: by the policy, [#shutdown] or [#close].
  public boolean isShutdown() {
    return stage != Stage.OPEN;
  }

  /// How many children have not ended.
  public int length() {
    return length;
  }

  /// A future that is ready when all children have ended, with what the policy says; at once when there are none. Dropped, it
  /// leaves the children as they are.
  ///
  /// It fails with a [JoinException] as the policy says; and of [#shutdownOnSuccess], when no child has returned or failed,
  /// with an [IllegalStateException].
  public Future<R> join() {
    return new Join();
  }

  @SuppressWarnings("unchecked") // R is T by ON_SUCCESS, and null by the others
  private R result() {
    TaskCell<? extends T> first;
    List<TaskCell<?>> failed;
    lock.lock();
    try {
      first = success;
      failed = List.copyOf(failures);
    } finally {
      lock.unlock();
    }
    if (policy == Policy.ON_SUCCESS && first != null) {
      return (R) JoinHandle.result(first);
    }
    if (!failed.isEmpty()) {
      throw failure(failed);
    }
    if (policy == Policy.ON_SUCCESS) {
      throw new IllegalStateException("no task of this TaskScope has returned or failed");
    }
    return nothing();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // R is Void
  private R nothing() {
    return (R) null;
  }

  private static JoinException failure(List<TaskCell<?>> failed) {
    var first = JoinHandle.failure(failed.getFirst());
    for (var other : failed.subList(1, failed.size())) {
      first.addSuppressed(JoinHandle.failure(other));
    }
    return first;
  }

  /// Aborts the children that have not ended, and waits until they have: without giving up when the owner is aborted or
  /// interrupted meanwhile, which it then finds where it waits next. Takes no more tasks. May be called again.
  ///
  /// @throws IllegalStateException when called from inside the poll of a future task, which cannot wait: the children have been
  ///     aborted, and end later. A future that has children uses a [JoinSet] and awaits its `shutdown`; or another thread, which
  ///     may wait, calls this again.
  @Override
  public void close() {
    end(Stage.CLOSED);
    boolean interrupted = Thread.interrupted();
    try {
      while (length > 0) {
        try {
          new Ended().await();
        } catch (CancelledException _) {
          interrupted = true;
        }
      }
      observed.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "TaskScope of " + length + " tasks";
  }

  // --- waiting ---

  private abstract class Waiting<V extends @Nullable Object> extends Operation<V> {
    private WaitList.Node node = new WaitList.Node(); // the polling thread; what is in it, under the lock

    @Override
    protected @Nullable Resource resource() {
      return observed.resource(TaskScope.this);
    }

    /// Whether all have ended; if not, the waker is woken when they have.
    final boolean hasEnded(Context cx) {
      lock.lock();
      try {
        if (length == 0) {
          return true;
        }
        if (WaitList.isTold(node)) { // and there are new ones since
          node = new WaitList.Node();
        }
        waiters.add(node, cx.waker());
        return false;
      } finally {
        lock.unlock();
      }
    }

    @Override
    protected void giveUp() {
      lock.lock();
      try {
        WaitList.remove(node);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(length + " tasks of a TaskScope");
      var live = new ArrayList<JoinHandle<?>>();
      lock.lock();
      try {
        for (var child = newest; child != null; child = child.older) {
          if (child.handle != null) {
            live.add(child.handle);
          }
        }
      } finally {
        lock.unlock();
      }
      live.forEach(trace::future);
    }
  }

  private final class Join extends Waiting<R> {
    @Override
    protected String source() {
      return "TaskScope::join";
    }

    @Override
    protected Poll<R> step(Context cx) {
      return hasEnded(cx) ? Poll.ready(result()) : Poll.pending();
    }
  }

  private final class Ended extends Waiting<@Nullable Void> {
    @Override
    protected String source() {
      return "TaskScope::close";
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      return hasEnded(cx) ? Poll.ready(null) : Poll.pending();
    }
  }
}
