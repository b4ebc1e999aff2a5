package dev.kioto.demo.redis;

import dev.kioto.sync.Notify;
import dev.kioto.time.DelayQueue;
import dev.kioto.time.Moment;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keys, their values, and when they expire. Any thread; what is done to one key is done at once, and seen by who comes after.
///
/// A key whose time has come is not found from that moment on. Its memory is free when [#expire], a task of the server's, has come to
/// it, which sleeps until the next one is due.
final class Database {

  /// There is no such key.
  static final long NO_KEY = -2;
  /// It does not expire.
  static final long NO_TTL = -1;

  /// When a value may be set.
  enum When {
    ALWAYS, IF_ABSENT, IF_PRESENT
  }

  /// A value, which is replaced and never changed.
  ///
  /// @param deadline when it expires; null for never
  /// @param timer its place among those that expire; null with the deadline
  @SuppressWarnings("ArrayRecordComponent") // its identity is what counts
  private record Entry(byte[] value, @Nullable Moment deadline, DelayQueue.@Nullable Key<String> timer) {
    boolean isOver() {
      return deadline != null && !Time.now().isBefore(deadline);
    }
  }

  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final DelayQueue<String> deadlines = new DelayQueue<>();
  private final Notify added = new Notify(); // to the deadlines, which may have been none

  /// The value of a key. Nobody changes the array.
  byte @Nullable [] get(String key) {
    var entry = live(key);
    return entry == null ? null : entry.value();
  }

  /// How many keys there are, those included that have expired and still hold their memory.
  int size() {
    return entries.size();
  }

  /// Sets a value.
  ///
  /// @param ttl after which it expires; null for never
  /// @return whether it was set
  boolean set(String key, byte[] value, @Nullable Duration ttl, When when) {
    var done = new boolean[1];
    update(key, before -> {
      done[0] = when == When.ALWAYS || (before == null) == (when == When.IF_ABSENT);
      return done[0] ? entry(key, value, ttl) : before;
    });
    return done[0];
  }

  /// Sets a value that expires when the one before would have.
  boolean setKeepingTtl(String key, byte[] value, When when) {
    var done = new boolean[1];
    update(key, before -> {
      done[0] = when == When.ALWAYS || (before == null) == (when == When.IF_ABSENT);
      if (!done[0]) return before;
      return before == null ? entry(key, value, null) : new Entry(value, before.deadline(), before.timer());
    });
    return done[0];
  }

  /// Adds one to a number.
  ///
  /// @return what it is then
  /// @throws NumberFormatException when the value is none
  /// @throws ArithmeticException when there is no such number
  long increment(String key) {
    var sum = new long[1];
    update(key, before -> {
      sum[0] = Math.addExact(before == null ? 0 : Numbers.parse(before.value()), 1);
      var value = Numbers.bytes(sum[0]);
      return before == null ? entry(key, value, null) : new Entry(value, before.deadline(), before.timer());
    });
    return sum[0];
  }

  /// Has a key expire after a time; at once when that is not above zero.
  ///
  /// @return whether there is such a key
  boolean expireAfter(String key, Duration ttl) {
    var there = new boolean[1];
    update(key, before -> {
      there[0] = before != null;
      return before == null || !ttl.isPositive() ? null : entry(key, before.value(), ttl);
    });
    return there[0];
  }

  /// How long a key lives, or one of [#NO_KEY] and [#NO_TTL].
  long ttlMillis(String key) {
    var entry = live(key);
    if (entry == null) return NO_KEY;
    var deadline = entry.deadline();
    return deadline == null ? NO_TTL : Math.max(0, deadline.since(Time.now()).toMillis());
  }

  /// Whether there was such a key.
  boolean delete(String key) {
    var there = new boolean[1];
    update(key, before -> {
      there[0] = before != null;
      return null;
    });
    return there[0];
  }

  /// Removes what expires, without end. One task, a direct one.
  void expire() {
    while (true) {
      var due = deadlines.next().await();
      if (due == null) added.notified().await();
      else update(due.value(), before -> before);
    }
  }

  private @Nullable Entry live(String key) {
    var entry = entries.get(key);
    return entry == null || entry.isOver() ? null : entry;
  }

  // The change is told null for what has expired, and answers null for what shall not be there.
  private void update(String key, UnaryOperator<@Nullable Entry> change) {
    entries.compute(key, (_, there) -> {
      var before = there == null || there.isOver() ? null : there;
      var after = change.apply(before);
      if (there != null && there.timer() != null && (after == null || after.timer() != there.timer())) {
        deadlines.tryRemove(there.timer());
      }
      return after;
    });
  }

  private Entry entry(String key, byte[] value, @Nullable Duration ttl) {
    if (ttl == null) return new Entry(value, null, null);
    var deadline = Time.now().plus(ttl);
    var timer = deadlines.insertAt(key, deadline);
    added.notifyOne();
    return new Entry(value, deadline, timer);
  }
}
