package dev.kioto.console.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers of locks since when nobody has had its turn: a queue may be long and move all the same. Of the looking thread.
final class Turns {

  private Map<Long, Turn> turns = new HashMap<>(); // by the lock's id

  /// @param since when it was first seen like that
  private record Turn(long handedOver, List<Long> owners, long since) {
  }

  /// Takes in the locks that are waited for now; the others are forgotten.
  void see(List<Lock> locks, long asOf) {
    var now = new HashMap<Long, Turn>();
    for (var lock : locks) {
      var before = turns.get(lock.id());
      boolean same = before != null && before.handedOver() == lock.handedOver() && before.owners().equals(lock.owners())
          && before.since() <= asOf;
      now.put(lock.id(), same ? before : new Turn(lock.handedOver(), lock.owners(), asOf));
    }
    turns = now;
  }

  /// Since when the lock was seen with the same owners, and nobody had its turn.
  long since(Lock lock, long asOf) {
    var turn = turns.get(lock.id());
    return turn == null ? asOf : turn.since();
  }
}
