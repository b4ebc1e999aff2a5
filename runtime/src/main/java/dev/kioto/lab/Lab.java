package dev.kioto.lab;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.ObjectName;

/// A program's own counters, such as the requests that it has answered, by which the scheduler lab tells what it achieves.
///
/// The counters are the attribute `Counts` of the management bean `dev.kioto:type=Lab`, where any tool finds them; they work whichever
/// scheduler the program runs on. Safe for use by any thread; a count costs some nanoseconds.
public final class Lab {
  private static final int MOST = 1000; // names are for people: who has more of them counts by something else, such as ids

  private static final ConcurrentHashMap<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  static {
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(new Counters(), new ObjectName("dev.kioto:type=Lab"));
    } catch (JMException e) {
      throw new IllegalStateException("the lab's counters could not be registered", e);
    }
  }

  private Lab() {}

  /// Counts one of something.
  ///
  /// @param name of what is counted, in the plural: `requests`
  /// @throws IllegalArgumentException when the name is empty, or there are 1000 others
  public static void count(String name) {
    count(name, 1);
  }

  /// Counts several of something.
  ///
  /// @param by how many, at least 0
  /// @throws IllegalArgumentException when `by` is negative, the name is empty, or there are 1000 others
  public static void count(String name, long by) {
    if (by < 0) {
      throw new IllegalArgumentException("count of '" + name + "' must not go down, but is by " + by);
    }
    var counter = COUNTS.get(name);
    (counter == null ? add(name) : counter).add(by);
  }

  private static LongAdder add(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("what is counted needs a name, like 'requests'");
    }
    if (COUNTS.size() >= MOST) {
      throw new IllegalArgumentException("there are " + MOST + " counters already, the most that are kept; '" + name
          + "' is one more");
    }
    return COUNTS.computeIfAbsent(name, _ -> new LongAdder());
  }

  /// What tools see.
  public interface CountersMXBean {

    /// How often each thing was counted since the start.
    Map<String, Long> getCounts();
  }

  private static final class Counters implements CountersMXBean {
    @Override
    public Map<String, Long> getCounts() {
      var counts = new TreeMap<String, Long>();
      COUNTS.forEach((name, counter) -> counts.put(name, counter.sum()));
      return counts;
    }
  }
}
