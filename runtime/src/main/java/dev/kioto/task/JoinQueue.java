package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that are owned together, and joined one by one in the order in which they were spawned.
///
/// ```java
/// try (var queue = new JoinQueue<Page>()) {
///   urls.forEach(url -> queue.spawn(() -> fetch(url)));
///   for (var next = queue.joinNext().await(); next != null; next = queue.joinNext().await()) {
///     write(next.value());                      // the first url's page first
///   }
/// } // however the block is left: what still runs has been told to end
/// ```
///
/// What is said of the members and of the owner of a [JoinSet] holds here, but for the order. Follows `task/join_queue.rs` of
/// tokio-util.
///
/// @param <T> the type of the results
public final class JoinQueue<T extends @Nullable Object> implements AutoCloseable {
  private static final ResourceType<JoinQueue<?>> TYPE = ResourceType.of("JoinQueue", ResourceKind.SYNC,
      (queue, out) -> out.set("length", queue.length()));

  private final Spawner spawner;
  private final Observed observed = Observed.of(TYPE);

  // Both: the owner only.
  private final Deque<JoinHandle<T>> members = new ArrayDeque<>();
  private boolean closed;

  /// An empty queue that spawns on the runtime of the thread that spawns.
  public JoinQueue() {
    this(Task.builder());
  }

  /// An empty queue that spawns by a spawner: on its runtime, and with what it gives its tasks.
  public JoinQueue(Spawner spawner) {
    this.spawner = Objects.requireNonNull(spawner, "spawner");
  }

  /// Spawns a future task; see [Spawner#spawn(Future)].
  ///
  /// @throws IllegalStateException when the queue is closed; nothing is spawned
  public AbortHandle spawn(Future<T> future) {
    checkOpen();
    return add(spawner.spawn(future));
  }

  /// Spawns a direct task; see [Spawner#spawn(Callable)].
  ///
  /// @throws IllegalStateException when the queue is closed; nothing is spawned
  public AbortHandle spawn(Callable<T> body) {
    checkOpen();
    return add(spawner.spawn(body));
  }

  /// Runs code on the blocking pool; see [Spawner#spawnBlocking(Callable)].
  ///
  /// @throws IllegalStateException when the queue is closed; nothing is spawned
  public AbortHandle spawnBlocking(Callable<T> body) {
    checkOpen();
    return add(spawner.spawnBlocking(body));
  }

  /// Takes in a task that was spawned elsewhere, behind the others; see [JoinSet#add].
  ///
  /// @throws IllegalStateException when the queue is closed; the task runs on
  public AbortHandle add(JoinHandle<T> handle) {
    checkOpen();
    members.add(handle);
    return handle.abortHandle();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this JoinQueue is closed, and takes no more tasks: make another");
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

  /// A future of the oldest member, once it has ended: its id and its value; null when the queue is empty.
  ///
  /// It fails with the [JoinException] of a member that failed or was cancelled; that member has left, and the next
  /// `joinNext` goes on behind it. A member leaves in the poll that is ready or throws: a future that is dropped before loses
  /// none. It is woken by the end of the oldest member, and not by those of others.
  public Future<@Nullable Joined<T>> joinNext() {
    return new Next();
  }

  /// Joins the oldest member if it has ended, without waiting.
  ///
  /// @return null when it has not, or the queue is empty
  /// @throws JoinException when the member failed or was cancelled; it has left
  public @Nullable Joined<T> tryJoinNext() {
    var oldest = members.peek();
    if (oldest == null || !oldest.isFinished()) {
      return null;
    }
    members.remove();
    return new Joined<>(oldest.id(), JoinHandle.result(oldest.task()));
  }

  /// A future of the values of all members, in the order in which they were spawned.
  ///
  /// When a member fails or is cancelled it fails with that [JoinException], once it is that member's turn. Then, and when it
  /// is dropped before it is ready, the other members are aborted and leave the queue, and the values of those that had
  /// returned are gone.
  public Future<List<T>> joinAll() {
    return new All();
  }

  /// A future that aborts all members and is ready when they have ended. Their results are lost, failures included. To be
  /// dropped leaves the rest in the queue, aborted.
  public Future<@Nullable Void> shutdown() {
    return new Shutdown();
  }

  /// Aborts every member. They stay until they are joined.
  public void abortAll() {
    members.forEach(JoinHandle::abort);
  }

  /// Lets go of every member. They run on, and the queue is empty.
  public void detachAll() {
    members.clear();
  }

  /// Aborts every member and lets go of it, without waiting for its end. The queue is empty, and takes no more tasks. To wait
  /// for the ends too, await [#shutdown] first.
  @Override
  public void close() {
    closed = true;
    abandon();
    observed.close();
  }

  private void abandon() {
    abortAll();
    detachAll();
  }

  @Override
  public String toString() {
    return "JoinQueue of " + members.size() + " tasks";
  }

  // --- waiting ---

  /// Waits for the oldest member. One caller at a time.
  private abstract class Waiting<R extends @Nullable Object> extends Operation<R> {
    // Both: the polling thread. The wait for one member, as long as that is the oldest.
    private @Nullable JoinHandle<T> awaited;
    private @Nullable Future<T> end;

    @Override
    protected final @Nullable Resource resource() {
      return observed.resource(JoinQueue.this);
    }

    /// The oldest member, which has left, once it has ended; null when there is none, for which the caller waits unless the
    /// queue is empty.
    @SuppressWarnings("ReferenceEquality") // of members the identity is meant
    final @Nullable JoinHandle<T> next(Context cx) {
      var oldest = members.peek();
      if (oldest == null) {
        return null;
      }
      if (awaited != oldest || end == null) {
        stopWaiting();
        awaited = oldest;
        end = oldest.intoFuture();
      }
      try {
        if (!end.poll(cx).isReady()) {
          return null;
        }
      } catch (JoinException _) {
        // The caller sees what it is.
      }
      awaited = null;
      end = null;
      members.remove();
      return oldest;
    }

    private void stopWaiting() {
      if (end != null) {
        end.drop();
      }
    }

    @Override
    protected void giveUp() {
      stopWaiting();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the oldest of " + members.size() + " tasks of a JoinQueue");
      trace.future(awaited);
    }
  }

  private final class Next extends Waiting<@Nullable Joined<T>> {
    @Override
    protected String source() {
      return "JoinQueue::join_next";
    }

    @Override
    protected Poll<@Nullable Joined<T>> step(Context cx) {
      var member = next(cx);
      if (member != null) {
        return Poll.ready(new Joined<>(member.id(), JoinHandle.result(member.task())));
      }
      return isEmpty() ? Poll.ready(null) : Poll.pending();
    }
  }

  private final class All extends Waiting<List<T>> {
    private final List<T> values = new ArrayList<>(members.size());

    @Override
    protected String source() {
      return "JoinQueue::join_all";
    }

    @Override
    protected Poll<List<T>> step(Context cx) {
      for (var member = next(cx); member != null; member = next(cx)) {
        try {
          values.add(JoinHandle.result(member.task()));
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
      return "JoinQueue::shutdown";
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      if (!aborted) {
        aborted = true;
        abortAll();
      }
      while (!isEmpty()) {
        if (next(cx) == null) {
          return Poll.pending();
        }
      }
      return Poll.ready(null);
    }
  }
}
