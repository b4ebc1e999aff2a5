package dev.kioto.task;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tasks that are owned together under keys, at most one for each, and joined one by one in the order in which they end.
///
/// ```java
/// try (var fetches = new JoinMap<String, Page>()) {
///   urls.forEach(url -> fetches.spawn(url, () -> fetch(url)));
///   fetches.abort(stale);
///   for (var next = fetches.joinNext().await(); next != null; next = fetches.joinNext().await()) {
///     show(next.key(), next.outcome());
///   }
/// } // however the block is left: what still runs has been told to end
/// ```
///
/// A task that is spawned under the key of another replaces it: that one is aborted, and is not joined any more, however it
/// ends. What is said of the owner of a [JoinSet], and of one that is let go of, holds here. Follows
/// `task/join_map.rs` of tokio-util.
///
/// @param <K> the type of the keys: with `equals` and `hashCode` that do not change
/// @param <T> the type of the results
public final class JoinMap<K, T extends @Nullable Object> implements AutoCloseable {
  private static final ResourceType<JoinSet<?>> TYPE = ResourceType.of("JoinMap", ResourceKind.SYNC,
      (set, out) -> out.set("length", set.length()).set("finished", set.ended()));

  private final Spawner spawner;
  private final JoinSet<T> set;

  // The owner only. Who is here is a member of the set, and the other way round.
  private final Map<K, Keyed<K, T>> members = new HashMap<>();

  /// A member that has ended.
  ///
  /// @param taskId the id of the task
  /// @param outcome its value; or the [JoinException] of one that failed or was cancelled
  public record Joined<K, T extends @Nullable Object>(K key, long taskId, Outcome<T> outcome) {}

  private static final class Keyed<K, T extends @Nullable Object> extends JoinSet.Member<T> {
    private final K key;

    Keyed(K key, JoinHandle<T> handle) {
      super(handle);
      this.key = key;
    }
  }

  /// An empty map that spawns on the runtime of the thread that spawns.
  public JoinMap() {
    this(Task.builder());
  }

  /// An empty map that spawns by a spawner: on its runtime, and with what it gives its tasks.
  public JoinMap(Spawner spawner) {
    this.spawner = Objects.requireNonNull(spawner, "spawner");
    this.set = new JoinSet<>(spawner, TYPE);
  }

  // --- members come ---

  /// Spawns a future task under a key, and aborts the one that was there; see [Spawner#spawn(Future)].
  ///
  /// @throws IllegalStateException when the map is closed; nothing is spawned
  public AbortHandle spawn(K key, Future<T> future) {
    check(key);
    return add(key, spawner.spawn(future));
  }

  /// Spawns a direct task under a key, and aborts the one that was there; see [Spawner#spawn(Callable)].
  ///
  /// @throws IllegalStateException when the map is closed; nothing is spawned
  public AbortHandle spawn(K key, Callable<T> body) {
    check(key);
    return add(key, spawner.spawn(body));
  }

  /// Runs code on the blocking pool under a key, and aborts the one that was there; see [Spawner#spawnBlocking(Callable)].
  ///
  /// @throws IllegalStateException when the map is closed; nothing is spawned
  public AbortHandle spawnBlocking(K key, Callable<T> body) {
    check(key);
    return add(key, spawner.spawnBlocking(body));
  }

  /// Takes in a task that was spawned elsewhere, and aborts the one that was under its key; see [JoinSet#add].
  ///
  /// @throws IllegalStateException when the map is closed; the task runs on
  public AbortHandle add(K key, JoinHandle<T> handle) {
    check(key);
    var member = new Keyed<>(key, handle);
    set.admit(member);
    var replaced = members.put(key, member);
    if (replaced != null) {
      var task = set.remove(replaced);
      task.leaveJoin(replaced);
      task.abort();
    }
    return handle.abortHandle();
  }

  private void check(K key) {
    Objects.requireNonNull(key, "key");
    set.checkOpen();
  }

  // --- looking ---

  /// How many members there are: spawned, and not yet joined or replaced.
  public int length() {
    return members.size();
  }

  /// Whether there are no members.
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// Whether there is a member under the key, be it over or not.
  public boolean containsKey(K key) {
    return members.containsKey(Objects.requireNonNull(key, "key"));
  }

  /// The keys of the members: a copy.
  public Set<K> keys() {
    return Set.copyOf(members.keySet());
  }

  // --- members are joined, and leave ---

  /// A future of the member that ends next, or has ended already; null when the map is empty. It does not fail: the failure of a
  /// member is its outcome. A member leaves in the poll that is ready: a future that is dropped before loses none.
  public Future<@Nullable Joined<K, T>> joinNext() {
    return Futures.map(set.<Keyed<K, T>>nextEnded(), this::left);
  }

  private @Nullable Joined<K, T> left(JoinSet.@Nullable Ended<T, Keyed<K, T>> ended) {
    if (ended == null) {
      return null;
    }
    var key = ended.member().key;
    members.remove(key);
    return new Joined<>(key, ended.task().id(), JoinHandle.outcome(ended.task()));
  }

  /// Joins a member that has ended, without waiting. One that ends at this moment may not be seen yet.
  ///
  /// @return null when none has ended, or the map is empty
  public @Nullable Joined<K, T> tryJoinNext() {
    @SuppressWarnings("unchecked") // all members come from add
    var member = (Keyed<K, T>) set.popEnded();
    return member == null ? null : left(new JoinSet.Ended<>(member, set.remove(member)));
  }

  /// Aborts the member under a key. It stays until it is joined; see [JoinHandle#abort] for how it ends.
  ///
  /// @return whether there is one
  public boolean abort(K key) {
    var member = members.get(Objects.requireNonNull(key, "key"));
    if (member != null) {
      member.abort();
    }
    return member != null;
  }

  /// Aborts the members whose keys match. They stay until they are joined.
  public void abortMatching(Predicate<? super K> matches) {
    Objects.requireNonNull(matches, "matches");
    members.forEach((key, member) -> {
      if (matches.test(key)) {
        member.abort();
      }
    });
  }

  /// Aborts every member. They stay until they are joined.
  public void abortAll() {
    set.abortAll();
  }

  /// Lets go of every member. They run on, and the map is empty.
  public void detachAll() {
    members.clear();
    set.detachAll();
  }

  /// A future that aborts all members and is ready when they have ended, without their results. To be dropped leaves the rest
  /// in the map, aborted.
  public Future<@Nullable Void> shutdown() {
    return new Shutdown();
  }

  /// Aborts every member and lets go of it, without waiting for its end. The map is empty, and takes no more tasks. To wait for
  /// the ends too, await [#shutdown] first.
  @Override
  public void close() {
    members.clear();
    set.close();
  }

  @Override
  public String toString() {
    return "JoinMap of " + members.size() + " tasks";
  }

  private final class Shutdown implements Future<@Nullable Void> {
    private final Future<@Nullable Void> ends = set.shutdown();

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      var poll = ends.poll(cx);
      if (poll.isReady()) {
        members.clear();
      }
      return poll;
    }

    @Override
    public void drop() {
      ends.drop();
      members.values().removeIf(JoinSet.Member::hasLeft);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(ends);
    }
  }
}
