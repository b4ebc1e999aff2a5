package dev.kioto.console.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The last minutes of every series, in memory: there without a disk. Safe for use by any thread.
public final class RecentSeries {

  /// How many seconds are kept.
  public static final int SECONDS = 900;
  private static final int MOST_SERIES = 16_384;

  private final Object lock = new Object();
  private final Map<Key, Ring> rings = new HashMap<>(); // guarded by lock
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  private record Key(String target, SeriesName name) {
  }

  private record Listener(String target, Runnable changed) {
  }

  /// What is called at each news until it is closed.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Has something called after each second of a target, by the thread that takes it in: it is quick and throws nothing.
  public Registration onChange(String target, Runnable changed) {
    var listener = new Listener(target, changed);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// A value a second, at the place of the second.
  private static final class Ring {
    private final double[] values = new double[SECONDS];
    private long newest = Long.MIN_VALUE; // second

    Ring() {
      Arrays.fill(values, Double.NaN);
    }

    void put(long second, double value) {
      if (newest == Long.MIN_VALUE) newest = second;
      if (second <= newest - SECONDS) newest = second - SECONDS; // the clock went back: what was there is of no instant
      if (second - newest >= SECONDS) Arrays.fill(values, Double.NaN);
      for (long at = Math.max(newest + 1, second - SECONDS + 1); at < second; at++) values[slot(at)] = Double.NaN;
      newest = Math.max(newest, second);
      values[slot(second)] = value;
    }

    double get(long second) {
      return second > newest || second <= newest - SECONDS ? Double.NaN : values[slot(second)];
    }

    private static int slot(long second) {
      return (int) Math.floorMod(second, (long) SECONDS);
    }
  }

  /// Takes in a second of a target.
  public void put(Sample sample) {
    synchronized (lock) {
      sample.values().forEach((name, value) -> {
        var key = new Key(sample.target(), name);
        var ring = rings.get(key);
        if (ring == null && rings.size() < MOST_SERIES) {
          ring = new Ring();
          rings.put(key, ring);
        }
        if (ring != null) ring.put(sample.atSeconds(), value);
      });
    }
    for (var listener : listeners) {
      if (listener.target().equals(sample.target())) listener.changed().run();
    }
  }

  /// Forgets a target.
  public void forget(String target) {
    synchronized (lock) {
      rings.keySet().removeIf(key -> key.target().equals(target));
    }
  }

  /// Whether everything from a second on would be here, if it was sampled.
  public static boolean covers(long fromSeconds, long nowSeconds) {
    return fromSeconds > nowSeconds - SECONDS + 2;
  }

  /// A series from one second to before another, in steps; steps without a value are left out.
  public List<Point> read(String target, SeriesName name, long from, long to, long step) {
    synchronized (lock) {
      var ring = rings.get(new Key(target, name));
      if (ring == null) return List.of();
      var points = new ArrayList<Point>();
      long first = Math.max(from, ring.newest - SECONDS + 1);
      long end = Math.min(to, ring.newest + 1);
      for (long at = Math.floorDiv(first, step) * step; at < end; at += step) {
        var sum = new Sum();
        for (long second = Math.max(at, first); second < Math.min(at + step, end); second++) sum.add(ring.get(second));
        if (sum.count > 0) points.add(new Point(at, sum.sum / sum.count, sum.min, sum.max, sum.count));
      }
      return points;
    }
  }

  private static final class Sum {
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long count;

    void add(double value) {
      if (Double.isNaN(value)) return;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      count++;
    }
  }
}
