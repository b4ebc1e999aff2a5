package dev.kioto.instrument.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The last incidents. One thread writes, any reads; none of them the program's.
public final class IncidentBook {
  private static final int KEPT = 512;
  private static final int BEGUN_A_SECOND = 50;
  private static final long SECOND = 1_000_000_000;

  private final Object lock = new Object();

  // All guarded by lock.
  private final LinkedHashMap<Long, Entry> entries = new LinkedHashMap<>(); // those that changed last, last
  private long lastId;
  private long version;
  private long dropped;
  private long secondBegan;
  private int begunInSecond;

  /// An incident, and the number of its last change.
  private record Entry(Incident incident, long version) {}

  /// What a reader gets.
  ///
  /// @param incidents those that changed, in the order of their changes
  /// @param version to ask from the next time
  /// @param dropped see [#dropped]
  public record News(List<Incident> incidents, long version, long dropped) {}

  /// Takes in one that has begun.
  ///
  /// @return its id, or 0 when there were too many in this second: it is counted
  long begin(Incident incident, long now) {
    synchronized (lock) {
      if (now - secondBegan >= SECOND) {
        secondBegan = now;
        begunInSecond = 0;
      }
      if (++begunInSecond > BEGUN_A_SECOND) {
        dropped++;
        return 0;
      }
      long id = ++lastId;
      put(incident.withId(id));
      return id;
    }
  }

  /// Takes in what is known of one now. Does nothing when it has been let go of.
  void update(Incident incident) {
    synchronized (lock) {
      if (entries.containsKey(incident.id())) {
        put(incident);
      }
    }
  }

  private void put(Incident incident) {
    entries.remove(incident.id());
    entries.put(incident.id(), new Entry(incident, ++version));
    if (entries.size() > KEPT) {
      entries.pollFirstEntry();
    }
  }

  /// Counts incidents that could not be taken.
  void drop(long incidents) {
    if (incidents > 0) {
      synchronized (lock) {
        dropped += incidents;
      }
    }
  }

  /// What changed after a version; all that is kept after 0.
  public News since(long seen) {
    synchronized (lock) {
      var changed = new ArrayList<Incident>();
      for (var entry : entries.sequencedValues().reversed()) {
        if (entry.version() <= seen) {
          break;
        }
        changed.add(entry.incident());
      }
      return new News(changed.reversed(), version, dropped);
    }
  }

  /// Incidents since the start that were not kept, because there were too many at a time; 0 when all is well.
  public long dropped() {
    synchronized (lock) {
      return dropped;
    }
  }
}
