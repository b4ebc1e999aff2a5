package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Counts tasks, and waits until all have ended: for a graceful shutdown, mostly with a [CancellationToken] that tells them to.
///
/// ```java
/// var tracker = new TaskTracker();
/// connections.forEach(connection -> tracker.spawn(() -> serve(connection, token)));
/// token.cancel();
/// tracker.close();
/// tracker.waitAll().await();
/// ```
///
/// Unlike a [JoinSet] it keeps nothing of a task that has ended, and belongs to nobody: any thread may spawn, close and wait.
/// [#waitAll] is ready when the tracker is closed *and* empty, so that one that happens to be empty between two tasks does not
/// end the wait. To be closed does not keep it from taking tasks: they are waited for as well.
///
/// Follows `task/task_tracker.rs` of tokio-util.
public final class TaskTracker {
  /*
   * The word:
   *
   *   63                      1        0
   *  +-------------------------+--------+
   *  |  tokens                 | CLOSED |
   *  +-------------------------+--------+
   *
   * By getAndAdd and getAndBitwiseOr/And, so there is one order. Whoever makes it "closed and empty", the last token of a
   * closed tracker or the close of an empty one, tells all who wait: counts the event, and takes the list, under the lock.
   *
   * Nobody waits in vain: a waiter joins the list under the lock when the count is that of when it was made. An event
   * before that has changed the count; one after it takes the list with the waiter. An event that has changed the word and
   * not yet the count is still to come to the lock.
   *
   * Happens-before: what a task did, to the end of the wait: by the word, which each token writes and the last one reads,
   * then by the lock.
   */
  private static final ResourceType<TaskTracker> TYPE = ResourceType.of("TaskTracker", ResourceKind.SYNC,
      (tracker, out) -> out.set("length", tracker.length()).set("closed", tracker.isClosed()));

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, TaskTracker.class, long.class);
  private static final long CLOSED = 1;
  private static final long ONE = 2;

  private final Spawner spawner;
  private final BriefLock lock = new BriefLock();
  private final Observed observed = Observed.of(TYPE);

  // Any thread; see above.
  private volatile long state;

  // Written under the lock: how often the tracker was closed and empty.
  private volatile long events;

  // Guarded by the lock.
  private WaitList waiters = new WaitList();

  /// An open, empty tracker that spawns on the runtime of the thread that spawns.
  public TaskTracker() {
    this(Task.builder());
  }

  /// An open, empty tracker that spawns by a spawner: on its runtime, and with what it gives its tasks.
  public TaskTracker(Spawner spawner) {
    this.spawner = Objects.requireNonNull(spawner, "spawner");
  }

  // --- tasks come ---

  /// Spawns a future task that is tracked; see [Spawner#spawn(Future)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
    return track(spawner.spawn(future));
  }

  /// Spawns a direct task that is tracked; see [Spawner#spawn(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawn(Callable<T> body) {
    return track(spawner.spawn(body));
  }

  /// Spawns a direct task that is tracked and returns nothing; see [Spawner#spawn(Callable)].
  public JoinHandle<@Nullable Void> spawn(TaskBody body) {
    return track(spawner.spawn(body));
  }

  /// Runs code on the blocking pool, and tracks it; see [Spawner#spawnBlocking(Callable)].
  public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<T> body) {
    return track(spawner.spawnBlocking(body));
  }

  /// Runs code on the blocking pool, and tracks it; see [Spawner#spawnBlocking(Callable)].
  public JoinHandle<@Nullable Void> spawnBlocking(TaskBody body) {
    return track(spawner.spawnBlocking(body));
  }

  /// Tracks a task that was spawned elsewhere, until it has ended in whatever way.
  ///
  /// @return the same handle
  public <T extends @Nullable Object> JoinHandle<T> track(JoinHandle<T> handle) {
    var end = new Token(this);
    if (handle.task().pollJoin(end::close).isReady()) {
      end.close();
    }
    return handle;
  }

  /// Tracks a future, whoever polls it, from this call until it is over or dropped. One that is let go of without being
  /// dropped is tracked for ever.
  public <T extends @Nullable Object> Future<T> trackFuture(Future<T> future) {
    return new Tracked<>(Objects.requireNonNull(future, "future").intoFuture(), token());
  }

  /// A token that is tracked as a task is, until it is closed: for work that is not a task. One that is never closed is
  /// waited for in vain.
  public Token token() {
    return new Token(this);
  }

  /// Stands for one of those who are waited for. Any thread.
  public static final class Token implements AutoCloseable {
    private static final VarHandle TRACKER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tracker",
        VarHandle.class, Token.class, TaskTracker.class);

    // Swapped to null by whoever closes first.
    @SuppressWarnings("UnusedVariable") // TRACKER
    private volatile @Nullable TaskTracker tracker;

    private Token(TaskTracker tracker) {
      this.tracker = tracker;
      STATE.getAndAdd(tracker, ONE);
    }

    /// It is not waited for any more. May be called again.
    @Override
    public void close() {
      var left = (TaskTracker) TRACKER.getAndSet(this, null);
      if (left != null) {
        left.exit();
      }
    }
  }

  // --- and go ---

  private void exit() {
    if ((long) STATE.getAndAdd(this, -ONE) == (ONE | CLOSED)) {
      tell();
    }
  }

  /// Closes the tracker: [#waitAll] is ready once it is empty, and at once if it is. It takes tasks all the same.
  ///
  /// @return whether it was open
  public boolean close() {
    long before = (long) STATE.getAndBitwiseOr(this, CLOSED);
    if (before == 0) {
      tell();
    }
    return (before & CLOSED) == 0;
  }

  /// Opens the tracker again. Who waits goes on to wait until it is closed and empty; one who was to be told that it had
  /// been is told.
  ///
  /// @return whether it was closed
  public boolean reopen() {
    return ((long) STATE.getAndBitwiseAnd(this, ~CLOSED) & CLOSED) != 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // of `events`, under the lock
  private void tell() {
    WaitList told;
    lock.lock();
    try {
      events++;
      told = waiters;
      told.end();
      waiters = new WaitList();
    } finally {
      lock.unlock();
    }
    WaitList.rethrow(told.wakeAll(null));
  }

  /// Whether it is closed.
  public boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /// Whether nothing is tracked now.
  public boolean isEmpty() {
    return state < ONE;
  }

  /// How many tasks, futures and tokens are tracked now.
  public int length() {
    return (int) Math.min(Integer.MAX_VALUE, state / ONE);
  }

  /// A future that is ready once the tracker is closed and empty, or was at some moment since this call. Dropped, it loses
  /// nothing. It takes no budget. Tokio's `wait`, which is a word that [Object] has taken.
  public Future<@Nullable Void> waitAll() {
    return new WaitAll();
  }

  private boolean isOver() {
    return state == CLOSED;
  }

  @Override
  public String toString() {
    return "TaskTracker of " + length() + (isClosed() ? " tasks, closed" : " tasks");
  }

  private final class WaitAll extends Operation<@Nullable Void> {
    private final WaitList.Node node = new WaitList.Node();
    private final long madeAt = events;
    private boolean over = isOver(); // the polling thread

    @Override
    protected String source() {
      return "TaskTracker::wait";
    }

    @Override
    protected @Nullable Resource resource() {
      return observed.resource(TaskTracker.this);
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      over = over || isOver() || !join(cx);
      return over ? Poll.ready(null) : Poll.pending();
    }

    private boolean join(Context cx) {
      lock.lock();
      try {
        if (events != madeAt) {
          return false;
        }
        waiters.add(node, cx.waker());
        return true;
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
      trace.detail(length() + " tasks of a TaskTracker" + (isClosed() ? "" : " that is not closed"));
    }
  }

  private record Tracked<T extends @Nullable Object>(Future<T> future, Token token) implements Future<T> {
    @Override
    public Poll<T> poll(Context cx) {
      Poll<T> poll;
      try {
        poll = future.poll(cx);
      } catch (Throwable e) {
        token.close();
        throw e;
      }
      if (poll == null) {
        throw Poll.noAnswer(future);
      }
      if (poll.isReady()) {
        token.close();
      }
      return poll;
    }

    @Override
    public void drop() {
      try {
        future.drop();
      } finally {
        token.close();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(future);
    }
  }
}
