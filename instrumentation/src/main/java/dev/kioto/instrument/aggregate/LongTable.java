package dev.kioto.instrument.aggregate;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hash table from ids above 0 to values, without an object for each pair: open addressing with linear probing.
///
/// Not safe for use by several threads. Nothing may be put or removed inside [#forEach].
final class LongTable<V> {
  private static final int FIRST_CAPACITY = 64;

  // keys[i] == 0: free. A key lies between its home slot and the next free one, wrapping around.
  private long[] keys = new long[FIRST_CAPACITY];
  private @Nullable Object[] values = new Object[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  @Nullable V get(long key) {
    return (V) values[find(key)];
  }

  /// Adds a pair whose key is not in the table.
  void put(long key, V value) {
    if (size >= keys.length / 4 * 3) {
      resize(keys.length * 2);
    }
    int at = find(key);
    keys[at] = key;
    values[at] = value;
    size++;
  }

  /// Removes a key and its value; does nothing when it is not there.
  void remove(long key) {
    int hole = find(key);
    if (keys[hole] == 0) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      if (keys[at] == 0) {
        break;
      }
      // A key whose home does not lie behind the hole would not be found across it.
      if (((at - home(keys[at])) & mask) >= ((at - hole) & mask)) {
        keys[hole] = keys[at];
        values[hole] = values[at];
        hole = at;
      }
    }
    keys[hole] = 0;
    values[hole] = null;
    if (keys.length > FIRST_CAPACITY && size < keys.length / 8) {
      resize(keys.length / 2);
    }
  }

  @SuppressWarnings("unchecked")
  void forEach(Consumer<V> action) {
    for (Object value : values) {
      if (value != null) {
        action.accept((V) value);
      }
    }
  }

  /// Hands the first few values that it comes by to a consumer: by the hash of their keys, so that they are as good as picked at
  /// random.
  @SuppressWarnings("unchecked")
  void sample(int most, Consumer<V> action) {
    int left = most;
    for (int i = 0; i < values.length && left > 0; i++) {
      Object value = values[i];
      if (value != null) {
        action.accept((V) value);
        left--;
      }
    }
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int at = home(key);
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int home(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(keys.length) + 1));
  }

  private void resize(int capacity) {
    var oldKeys = keys;
    var oldValues = values;
    keys = new long[capacity];
    values = new Object[capacity];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
