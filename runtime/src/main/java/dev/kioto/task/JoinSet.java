package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.scheduler.TaskCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that are owned together, and joined one by one in the order in which they end.
///
/// ```java
/// try (var set = new JoinSet<Page>()) {
///   urls.forEach(url -> set.spawn(() -> fetch(url)));
///   for (var next = set.joinNext().await(); next != null; next = set.joinNext().await()) {
///     use(next.value());
///   }
/// } // however the block is left: what still runs has been told to end
/// ```
///
/// Each task is a member from its spawn until it is joined; one that failed or was cancelled surfaces as the
/// [JoinException] of that join, and the others stay. To find the next one costs the same for ten members and for ten
/// thousand. A set that is let go of without being closed lets its members run on.
///
/// A set has one owner: a thread or a task that uses it and its futures, or several in turn, each seeing what the one before
/// did. The members end on any thread. Tokio's `JoinSet`.
///
/// @param <T> the type of the results
public final class JoinSet<T extends @Nullable Object> implements AutoCloseable {
  private final Spawner spawner;
  private final FinishedQueue<Member<T>> finished = new FinishedQueue<>();

  // All three: the owner only.
  private final List<Member<T>> members = new ArrayList<>(); // in no order: the last one fills the place of one that leaves
  private boolean closed;

  /// An empty set that spawns on the runtime of the thread that spawns.
  public JoinSet() {
    this(Task.builder());
  }

  /// An empty set that spawns by a spawner: on its runtime, and with what it gives its tasks.
  public JoinSet(Spawner spawner) {
    this.spawner = Objects.requireNonNull(spawner, "spawner");
  }

  // --- members come ---

  /// Spawns a future task; see [Spawner#spawn(Future)].
  ///
  /// @throws IllegalStateException when the set is closed; nothing is spawned
  public AbortHandle spawn(Future<T> future) {
    checkOpen();
    return add(spawner.spawn(future));
  }

  /// Spawns a direct task; see [Spawner#spawn(Callable)].
  ///
  /// @throws IllegalStateException when the set is closed; nothing is spawned
  public AbortHandle spawn(Callable<T> body) {
    checkOpen();
    return add(spawner.spawn(body));
  }

  /// Spawns a direct task that returns nothing, which joins as null; see [Spawner#spawn(Callable)].
  ///
  /// @throws IllegalStateException when the set is closed; nothing is spawned
  public AbortHandle spawn(TaskBody body) {
    checkOpen();
    return add(valueless(spawner.spawn(body)));
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  ///
  /// @throws IllegalStateException when the set is closed; nothing is spawned
  public AbortHandle spawnBlocking(Callable<T> body) {
    checkOpen();
    return add(spawner.spawnBlocking(body));
  }

  /// Runs code that returns nothing, which joins as null, on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  ///
  /// @throws IllegalStateException when the set is closed; nothing is spawned
  public AbortHandle spawnBlocking(TaskBody body) {
    checkOpen();
    return add(valueless(spawner.spawnBlocking(body)));
  }

  /// Takes in a task that was spawned elsewhere: with a name of its own, as by
  /// `set.add(Task.builder().name("fetch").spawn(...))`, on another runtime, or in a [LocalSet]. Others may join it as well.
  ///
  /// @throws IllegalStateException when the set is closed; the task runs on
  public AbortHandle add(JoinHandle<T> handle) {
    checkOpen();
    var member = new Member<>(handle.task(), finished, members.size());
    members.add(member);
    if (handle.task().pollJoin(member).isReady()) {
      member.wake();
    }
    return handle.abortHandle();
  }

  @SuppressWarnings("unchecked") // its value is null, and is said to be
  private JoinHandle<T> valueless(JoinHandle<@Nullable Void> handle) {
    return (JoinHandle<T>) (JoinHandle<?>) handle;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this JoinSet is closed, and takes no more tasks");
    }
  }

  /// How many members there are: spawned and not yet joined.
  public int length() {
    return members.size();
  }

  /// Whether there are no members.
  public boolean isEmpty() {
    return members.isEmpty();
  }

  // --- members are joined, and leave ---

  /// A future of the member that ends next, or has ended already: its id and its value; null when the set is empty.
  ///
  /// It fails with the [JoinException] of a member that failed or was cancelled; that member has left, and the next
  /// `joinNext` finds the next one. A member leaves in the poll that is ready or throws: a future that is dropped before,
  /// as by a timeout, loses none. Tokio's `join_next` and `join_next_with_id`.
  public Future<@Nullable Joined<T>> joinNext() {
    return new Next();
  }

  /// Joins a member that has ended, without waiting. One that ends at this moment may not be seen yet.
  ///
  /// @return null when none has ended, or the set is empty
  /// @throws JoinException when the member failed or was cancelled; it has left
  public @Nullable Joined<T> tryJoinNext() {
    Member<T> member;
    do {
      member = finished.pop();
    } while (member != null && member.hasLeft());
    return member == null ? null : join(member);
  }

  /// A future of the values of all members, in the order in which they end.
  ///
  /// When a member fails or is cancelled it fails with that [JoinException]. Then, and when it is dropped before it is ready,
  /// the other members are aborted and leave the set, and the values of those that had returned are gone.
  public Future<List<T>> joinAll() {
    return new All();
  }

  /// A future that aborts all members and is ready when they have ended. Their results are lost, failures included. To be
  /// dropped leaves the rest in the set, aborted.
  public Future<@Nullable Void> shutdown() {
    return new Shutdown();
  }

  /// Aborts every member. They stay until they are joined; see [JoinHandle#abort] for how they end.
  public void abortAll() {
    members.forEach(Member::abort);
  }

  /// Lets go of every member. They run on, and the set is empty.
  public void detachAll() {
    members.forEach(Member::leave);
    members.clear();
  }

  /// Aborts every member and lets go of it, without waiting for its end: what Tokio does when a set is dropped. The set is
  /// empty, and takes no more tasks. To wait for the ends too, await [#shutdown] first.
  @Override
  public void close() {
    closed = true;
    abandon();
  }

  @Override
  public String toString() {
    return "JoinSet of " + members.size() + " tasks";
  }

  private void abandon() {
    for (var member : members) {
      member.leave().abort();
    }
    members.clear();
  }

  private Joined<T> join(Member<T> member) {
    var task = remove(member);
    return new Joined<>(task.id(), JoinHandle.result(task));
  }

  private TaskCell<T> remove(Member<T> member) {
    var last = members.removeLast();
    if (last != member) {
      members.set(member.index, last);
      last.index = member.index;
    }
    return member.take();
  }

  /// A task in a set, and the waker that its end calls.
  private static final class Member<T extends @Nullable Object> extends FinishedQueue.Node implements Waker {
    private final FinishedQueue<Member<T>> finished;

    // Both: the owner only. Null once the member has left, so that the queue does not keep the result of the last one.
    private @Nullable TaskCell<T> task;
    private int index; // in `members`

    Member(TaskCell<T> task, FinishedQueue<Member<T>> finished, int index) {
      this.task = task;
      this.finished = finished;
      this.index = index;
    }

    // Once, by the end of the task, on any thread.
    @Override
    public void wake() {
      finished.push(this);
    }

    boolean hasLeft() {
      return task == null;
    }

    void abort() {
      task().abort();
    }

    /// Leaves before the end; the end may already be on its way to the queue.
    TaskCell<T> leave() {
      var left = take();
      left.leaveJoin(this);
      return left;
    }

    TaskCell<T> take() {
      var taken = task();
      task = null;
      return taken;
    }

    private TaskCell<T> task() {
      return Objects.requireNonNull(task, "a member that has left was asked for its task");
    }
  }

  // --- waiting ---

  /// Waits for members. One caller at a time.
  private abstract class Waiting<R extends @Nullable Object> implements Future<R> {
    private @Nullable Waker registered;

    /// The next member that has ended; null when there is none, for which the caller waits unless the set is empty.
    final @Nullable Member<T> next(Context cx) {
      if (members.isEmpty() || !cx.takeBudget()) {
        return null;
      }
      Member<T> member;
      do {
        member = finished.pop();
        if (member == null) {
          registered = cx.waker();
          member = finished.waitOrPop(registered);
        }
      } while (member != null && member.hasLeft());
      if (member == null) {
        cx.restoreBudget();
      }
      return member;
    }

    @Override
    public void drop() {
      if (registered != null) {
        finished.stopWaiting(registered);
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(members.size() + " tasks of a JoinSet");
    }
  }

  private final class Next extends Waiting<@Nullable Joined<T>> {
    @Override
    public Poll<@Nullable Joined<T>> poll(Context cx) {
      var member = next(cx);
      if (member != null) {
        return Poll.ready(join(member));
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }
  }

  private final class All extends Waiting<List<T>> {
    private final List<T> values = new ArrayList<>(members.size());

    @Override
    public Poll<List<T>> poll(Context cx) {
      for (var member = next(cx); member != null; member = next(cx)) {
        try {
          values.add(join(member).value());
        } catch (JoinException e) {
          abandon();
          throw e;
        }
      }
      return isEmpty() ? Poll.ready(values) : Poll.pending();
    }

    @Override
    public void drop() {
      super.drop();
      abandon();
    }
  }

  private final class Shutdown extends Waiting<@Nullable Void> {
    private boolean aborted;

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      if (!aborted) {
        aborted = true;
        abortAll();
      }
      for (var member = next(cx); member != null; member = next(cx)) {
        remove(member);
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }
  }
}
