package dev.kioto.stream;

import dev.kioto.future.AwaitHost;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Streams under keys, merged into one whose items say from which they come. Streams may be added and removed between polls.
///
/// ```java
/// var rooms = new StreamMap<String, String>();
/// rooms.insert("lobby", Streams.receive(lobby));
/// rooms.insert("garden", Streams.receive(garden));
/// for (var message : rooms.iterate()) {
///   System.out.println(message.getKey() + ": " + message.getValue());
/// }
/// ```
///
/// Each poll begins at a random stream, so that one that is always ready does not shut out the others. A poll asks the streams
/// one by one: a map of many thousands is better served by a task for each and a channel.
///
/// A stream that has ended is closed and leaves the map. A map without streams answers its end, and may be polled again after
/// more were inserted. When a stream fails, the poll throws what it threw; that stream has left, and the map may be polled on.
///
/// One owner at a time, as for every stream. Tokio's `StreamMap`.
///
/// @param <K> the type of the keys
/// @param <T> the type of the items
public final class StreamMap<K, T> implements Stream<Map.Entry<K, T>> {
  private final IntUnaryOperator random;

  // Both: the owner. `indices` says where in `slots` a key is; the last slot fills the place of one that leaves.
  private final List<Slot<K, T>> slots = new ArrayList<>();
  private final Map<K, Integer> indices = new HashMap<>();

  private record Slot<K, T>(K key, Stream<? extends T> stream) {}

  /// An empty map.
  public StreamMap() {
    this(AwaitHost::random);
  }

  /// @param random from a bound above 0 to a number below it: the stream to begin with
  StreamMap(IntUnaryOperator random) {
    this.random = random;
  }

  /// Puts in a stream. Its items come from the next poll on: a `next()` that waits meanwhile is not told.
  ///
  /// @return the stream that was there under this key, open and the caller's now; null when there was none
  public @Nullable Stream<? extends T> insert(K key, Stream<? extends T> stream) {
    Objects.requireNonNull(stream, "stream");
    var before = remove(key);
    indices.put(key, slots.size());
    slots.add(new Slot<>(key, stream));
    return before;
  }

  /// Takes out a stream, which stays open and is the caller's now.
  ///
  /// @return null when there is none under this key
  public @Nullable Stream<? extends T> remove(K key) {
    Integer index = indices.get(Objects.requireNonNull(key, "key"));
    return index == null ? null : removeAt(index);
  }

  private Stream<? extends T> removeAt(int index) {
    var removed = slots.get(index);
    var last = slots.removeLast();
    if (index < slots.size()) {
      slots.set(index, last);
      indices.put(last.key(), index);
    }
    indices.remove(removed.key());
    return removed.stream();
  }

  /// Whether there is a stream under this key that has not been found to have ended.
  public boolean containsKey(K key) {
    return indices.containsKey(key);
  }

  /// The keys, in no order: a view that changes with the map.
  public Set<K> keys() {
    return Collections.unmodifiableSet(indices.keySet());
  }

  /// How many streams there are.
  public int size() {
    return slots.size();
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  @Override
  public Poll<Map.@Nullable Entry<K, T>> pollNext(Context cx) {
    int start = slots.isEmpty() ? 0 : random.applyAsInt(slots.size());
    // Up from the start, where the place of a stream that leaves is filled by one that was not asked yet; then down from it,
    // where it is filled by one that was. So each is asked once.
    int i = start;
    while (i < slots.size()) {
      var poll = ask(i, cx);
      if (poll instanceof Poll.Ready<Map.Entry<K, T>>(var item) && item != null) {
        return poll;
      }
      if (!poll.isReady()) {
        i++;
      }
    }
    for (i = start - 1; i >= 0; i--) {
      var poll = ask(i, cx);
      if (poll instanceof Poll.Ready<Map.Entry<K, T>>(var item) && item != null) {
        return poll;
      }
    }
    return slots.isEmpty() ? Poll.ready(null) : Poll.pending();
  }

  /// Polls one stream. When it has ended, the answer is null, or fails, it has left.
  private Poll<Map.@Nullable Entry<K, T>> ask(int index, Context cx) {
    var slot = slots.get(index);
    boolean over = true;
    try {
      if (!(Chain.<T>poll(slot.stream(), cx) instanceof Poll.Ready<T>(var item))) {
        over = false;
        return Poll.pending();
      }
      over = item == null;
      return Poll.ready(item == null ? null : Map.entry(slot.key(), item));
    } finally {
      if (over) {
        removeAt(index).close();
      }
    }
  }

  /// Waits for items and takes those that are there, up to a limit, into a list.
  ///
  /// Cancellation: loses no item.
  ///
  /// @param limit at least 1
  /// @return a future of how many were added: at least 1, or 0 when the map has no streams
  /// @throws IllegalArgumentException when `limit` is below 1
  public Future<Integer> nextMany(List<? super Map.Entry<K, T>> buffer, int limit) {
    return new Many<>(this, Objects.requireNonNull(buffer, "buffer"), Items.atLeastOne(limit, "limit"));
  }

  private record Many<K, T>(StreamMap<K, T> map, List<? super Map.Entry<K, T>> buffer, int limit)
      implements
      Future<Integer> {
    @Override
    public Poll<Integer> poll(Context cx) {
      int added = 0;
      while (added < limit) {
        if (!(map.pollNext(cx) instanceof Poll.Ready<Map.Entry<K, T>>(var item))) {
          return added == 0 ? Poll.pending() : Poll.ready(added);
        }
        if (item == null) {
          break;
        }
        buffer.add(item);
        added++;
      }
      return Poll.ready(added);
    }

    @Override
    public void describe(AwaitTrace trace) {
      Items.describe(trace, map);
    }
  }

  /// Closes all streams. The map is empty then.
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!slots.isEmpty()) {
      try {
        removeAt(slots.size() - 1).close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(slots.size() + " streams");
    for (var slot : slots.toArray(Slot<?, ?>[]::new)) {
      Items.describe(trace, slot.stream());
    }
  }
}
