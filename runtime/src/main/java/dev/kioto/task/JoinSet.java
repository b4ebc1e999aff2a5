package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
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
  private static final ResourceType<JoinSet<?>> TYPE = ResourceType.of("JoinSet", ResourceKind.SYNC,
      (set, out) -> out.set("length", set.length()).set("finished", set.ended()));

  private final Spawner spawner;
  private final FinishedQueue<Member<T>> finished = new FinishedQueue<>();
  private final Observed observed;
  private final String name; // what it is called: that of its type

  // All three: the owner only.
  private final List<Member<T>> members = new ArrayList<>(); // in no order: the last one fills the place of one that leaves
  private boolean closed;

  /// An empty set that spawns on the runtime of the thread that spawns.
  public JoinSet() {
    this(Task.builder());
  }

  /// An empty set that spawns by a spawner: on its runtime, and with what it gives its tasks.
  public JoinSet(Spawner spawner) {
    this(spawner, TYPE);
  }

  /// The tasks of another kind of set, which tells the probe by its name.
  JoinSet(Spawner spawner, ResourceType<? super JoinSet<?>> type) {
    this.spawner = Objects.requireNonNull(spawner, "spawner");
    this.observed = Observed.of(type);
    this.name = type.name();
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
    admit(new Member<>(handle));
    return handle.abortHandle();
  }

  /// Takes in a member.
  ///
  /// @throws IllegalStateException when the set is closed
  void admit(Member<T> member) {
    checkOpen();
    member.index = members.size();
    member.finished = finished;
    members.add(member);
    if (member.task().pollJoin(member).isReady()) {
      member.wake();
    }
  }

  @SuppressWarnings("unchecked") // its value is null, and is said to be
  private JoinHandle<T> valueless(JoinHandle<@Nullable Void> handle) {
    return (JoinHandle<T>) (JoinHandle<?>) handle;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this " + name + " is closed, and takes no more tasks: make another");
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
    var member = popEnded();
    return member == null ? null : join(member);
  }

  /// A member that has ended and is to be removed, or null; see [#tryJoinNext].
  @Nullable Member<T> popEnded() {
    Member<T> member;
    do {
      member = finished.pop();
    } while (member != null && member.hasLeft());
    return member;
  }

  /// A future of the member that ends next, which has left then; null when the set is empty. See [#joinNext].
  ///
  /// @param <M> the type of all members
  <M extends Member<T>> Future<@Nullable Ended<T, M>> nextEnded() {
    return new NextEnded<>();
  }

  /// A member that has left, and its task.
  record Ended<T extends @Nullable Object, M extends Member<T>>(M member, TaskCell<T> task) {}

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
    observed.close();
  }

  @Override
  public String toString() {
    return "JoinSet of " + members.size() + " tasks";
  }

  // Of about now, on any thread: a copy of the list while the owner changes it has gaps, or names those that have left.
  int ended() {
    int count = 0;
    for (var member : members.toArray()) {
      if (member instanceof Member<?> m && hasEnded(m.task)) {
        count++;
      }
    }
    return count;
  }

  private static boolean hasEnded(@Nullable TaskCell<?> task) {
    return task != null && task.isFinished();
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

  @SuppressWarnings("ReferenceEquality") // of members the identity is meant
  TaskCell<T> remove(Member<T> member) {
    var last = members.removeLast();
    if (last != member) {
      members.set(member.index, last);
      last.index = member.index;
    }
    return member.take();
  }

  /// A task in a set, and the waker that its end calls.
  static class Member<T extends @Nullable Object> extends FinishedQueue.Node implements Waker {
    // Set before the task has it as a waker.
    private @Nullable FinishedQueue<Member<T>> finished;

    // Both: the owner only. Null once the member has left, so that the queue does not keep the result of the last one.
    private @Nullable TaskCell<T> task;
    private int index; // in `members`

    Member(JoinHandle<T> handle) {
      this.task = handle.task();
    }

    // Once, by the end of the task, on any thread.
    @Override
    public final void wake() {
      Objects.requireNonNull(finished).push(this);
    }

    final boolean hasLeft() {
      return task == null;
    }

    final void abort() {
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
  private abstract class Waiting<R extends @Nullable Object> extends Operation<R> {
    private @Nullable Waker registered;

    @Override
    protected final @Nullable Resource resource() {
      return observed.resource(JoinSet.this);
    }

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
    protected void giveUp() {
      if (registered != null) {
        finished.stopWaiting(registered);
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(members.size() + " tasks of a " + name);
    }
  }

  private final class Next extends Waiting<@Nullable Joined<T>> {
    @Override
    protected String source() {
      return name + "::join_next";
    }

    @Override
    protected Poll<@Nullable Joined<T>> step(Context cx) {
      var member = next(cx);
      if (member != null) {
        return Poll.ready(join(member));
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }
  }

  private final class NextEnded<M extends Member<T>> extends Waiting<@Nullable Ended<T, M>> {
    @Override
    protected String source() {
      return name + "::join_next";
    }

    @Override
    @SuppressWarnings("unchecked") // by the promise of who has admitted the members
    protected Poll<@Nullable Ended<T, M>> step(Context cx) {
      var member = next(cx);
      if (member != null) {
        return Poll.ready(new Ended<>((M) member, remove(member)));
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }
  }

  private final class All extends Waiting<List<T>> {
    private final List<T> values = new ArrayList<>(members.size());

    @Override
    protected String source() {
      return name + "::join_all";
    }

    @Override
    protected Poll<List<T>> step(Context cx) {
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
    protected void giveUp() {
      super.giveUp();
      abandon();
    }
  }

  private final class Shutdown extends Waiting<@Nullable Void> {
    private boolean aborted;

    @Override
    protected String source() {
      return name + "::shutdown";
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
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
