package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/// The last incidents of one run of one program.
///
/// One thread at a time applies updates; any number list.
public final class IncidentModel {

  /// How many are kept at most; those that changed longest ago go first.
  static final int MOST = 2000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // All guarded by lock.
  private final LinkedHashMap<Long, Incident> incidents = new LinkedHashMap<>(); // those that changed last, last
  private final Set<Long> untold = new HashSet<>(); // went on at the end of the connection before
  private boolean inSnapshot;
  private long asOf;
  private long dropped;
  private long longPollNanos;
  private long periodNanos;
  private long heldUpNanos;
  private long version;

  /// What follows is told on a new connection, which begins with all incidents that the program keeps.
  public void beginSnapshot() {
    lock.writeLock().lock();
    try {
      inSnapshot = true;
      incidents.values().stream().filter(Incident::ongoing).map(Incident::id).forEach(untold::add);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Takes in what the program says.
  public void apply(IncidentUpdate update) {
    lock.writeLock().lock();
    try {
      asOf = update.now();
      dropped = update.dropped();
      longPollNanos = update.longPollNanos();
      periodNanos = update.periodNanos();
      heldUpNanos = update.heldUpNanos();
      for (var incident : update.incidents()) put(incident);
      if (inSnapshot) endUntold();
      version++;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void put(Incident incident) {
    incidents.remove(incident.id());
    incidents.put(incident.id(), incident);
    untold.remove(incident.id());
    if (incidents.size() > MOST) incidents.pollFirstEntry();
  }

  private void endUntold() {
    inSnapshot = false;
    for (long id : untold) incidents.computeIfPresent(id, (_, incident) -> incident.ended());
    untold.clear();
  }

  /// Those that match, the last that changed first.
  ///
  /// @param wanted called under the lock, so it must be quick
  /// @param atMost how many
  public List<Incident> list(Predicate<Incident> wanted, int atMost) {
    lock.readLock().lock();
    try {
      var found = new ArrayList<Incident>();
      for (var incident : incidents.sequencedValues().reversed()) {
        if (found.size() >= atMost) break;
        if (wanted.test(incident)) found.add(incident);
      }
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// A part of the list.
  public Selection.Part<Incident> select(Selection<Incident> selection) {
    lock.readLock().lock();
    try {
      return selection.from(incidents.values(), incidents.size(), asOf, Incident::id, incident -> incident);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// What a model holds and what it could not.
  ///
  /// @param asOf the program's clock at the last update; 0 before the first
  /// @param version changes with every update
  /// @param incidents that are held
  /// @param dropped that the program could not keep; 0 when all is well
  /// @param longPollNanos from how long on a poll is a long one to the program; 0 before the first update
  /// @param periodNanos how often the program looks at its polls
  /// @param heldUpNanos of the time since the program's start, for how long a thread of it that should have run did not: the machine had
  ///     no processor for it, or the process stood still
  public record Counts(long asOf, long version, int incidents, long dropped, long longPollNanos, long periodNanos,
      long heldUpNanos) {
  }

  /// What the model holds now.
  public Counts counts() {
    lock.readLock().lock();
    try {
      return new Counts(asOf, version, incidents.size(), dropped, longPollNanos, periodNanos, heldUpNanos);
    } finally {
      lock.readLock().unlock();
    }
  }
}
