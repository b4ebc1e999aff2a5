package dev.kioto.time;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What expires first is first, and of what expires at the same moment what came first: a binary heap whose entries know their
/// places, so that any of them can leave. Guarded by the lock of its queue.
final class DelayHeap<T> {
  private final List<DelayQueue.Key<T>> keys = new ArrayList<>();
  private long next; // numbers what comes

  DelayQueue.@Nullable Key<T> first() {
    return keys.isEmpty() ? null : keys.getFirst();
  }

  int size() {
    return keys.size();
  }

  void add(DelayQueue.Key<T> key) {
    key.order = next++;
    keys.add(key);
    key.place = keys.size() - 1;
    up(key);
  }

  /// Takes one out that is in.
  void remove(DelayQueue.Key<T> key) {
    int place = key.place;
    var last = keys.removeLast();
    key.place = DelayQueue.Key.GONE;
    if (place < keys.size()) {
      put(last, place);
      up(last);
      down(last);
    }
  }

  void clear() {
    keys.forEach(key -> key.place = DelayQueue.Key.GONE);
    keys.clear();
  }

  private void up(DelayQueue.Key<T> key) {
    int place = key.place;
    while (place > 0) {
      var parent = keys.get((place - 1) / 2);
      if (!key.isBefore(parent)) {
        break;
      }
      int up = parent.place;
      put(parent, place);
      place = up;
    }
    put(key, place);
  }

  private void down(DelayQueue.Key<T> key) {
    int place = key.place;
    while (2 * place + 1 < keys.size()) {
      var child = keys.get(2 * place + 1);
      if (2 * place + 2 < keys.size() && keys.get(2 * place + 2).isBefore(child)) {
        child = keys.get(2 * place + 2);
      }
      if (!child.isBefore(key)) {
        break;
      }
      int down = child.place;
      put(child, place);
      place = down;
    }
    put(key, place);
  }

  private void put(DelayQueue.Key<T> key, int place) {
    keys.set(place, key);
    key.place = place;
  }
}
