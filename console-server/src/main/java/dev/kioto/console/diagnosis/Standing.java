package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one detector has found in one run and is still there, or was when it could tell last. Of the looking thread.
final class Standing {

  static final int MOST_ACTIVE = 500; // a guess: more than anybody reads

  private static final long TELL_NANOS = 60_000_000_000L;

  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final Consumer<Diagnosis> changes;
  private @Nullable String cannotTell;
  private int silenced;
  private int leftOut;

  /// What tells one diagnosis of the detector from another while both are active.
  private record Key(Subject.Kind kind, String id) {
  }

  /// An active diagnosis.
  private static final class Open {
    Diagnosis diagnosis;
    long lastFoundAt;
    long lastToldAt;

    Open(Diagnosis diagnosis, long at) {
      this.diagnosis = diagnosis;
      this.lastFoundAt = at;
      this.lastToldAt = at;
    }
  }

  /// @param changes is given each diagnosis when it is raised, when it gets better or worse, once a minute, and when it is cleared
  Standing(Consumer<Diagnosis> changes) {
    this.changes = changes;
  }

  /// Takes in what the detector says now.
  ///
  /// @param more how many findings there are that it does not name
  void settle(Detector detector, Verdict verdict, int more, long asOf, Rules rules) {
    boolean wasBlind = cannotTell != null;
    cannotTell = null;
    silenced = 0;
    leftOut = more;
    switch (verdict) {
      case Verdict.CannotTell(var because) -> {
        cannotTell = because;
        open.values().forEach(one -> one.diagnosis = one.diagnosis.unseen(because));
      }
      case Verdict.Found(var findings) -> {
        if (wasBlind) open.values().forEach(one -> one.lastFoundAt = asOf); // looked for again before it is cleared
        var limits = rules.limits(detector).values();
        int kept = 0;
        for (var finding : findings) {
          if (rules.silence(detector, finding.subject())) {
            silenced++;
          } else if (kept == MOST_ACTIVE) {
            leftOut++;
          } else {
            kept++;
            found(detector, finding, asOf, limits);
          }
        }
        clear(one -> asOf - one.lastFoundAt >= detector.clearAfterNanos(), asOf);
      }
    }
    clear(one -> rules.silence(detector, one.diagnosis.finding().subject()), asOf);
  }

  private void found(Detector detector, Finding finding, long asOf, Map<String, Long> limits) {
    var key = new Key(finding.subject().kind(), finding.subject().id());
    var known = open.get(key);
    if (known == null) {
      // Those that wait to be cleared count: with a program whose clock stands, they wait for good.
      if (open.size() >= MOST_ACTIVE) {
        leftOut++;
        return;
      }
      var raised = new Diagnosis(id(detector, key, asOf), detector.id(), finding, asOf, asOf, TaskRecord.ABSENT,
          limits);
      open.put(key, new Open(raised, asOf));
      changes.accept(raised);
      return;
    }
    var before = known.diagnosis;
    known.diagnosis = before.updated(finding, asOf, limits);
    known.lastFoundAt = asOf;
    boolean isDue = Math.abs(asOf - known.lastToldAt) >= TELL_NANOS;
    if (!isDue && before.finding().severity() == finding.severity()) return;
    known.lastToldAt = asOf;
    changes.accept(known.diagnosis);
  }

  private static String id(Detector detector, Key key, long asOf) {
    long subject = (key.kind() + "/" + key.id()).hashCode() & 0xffffffffL;
    return detector.id() + "-" + Long.toString(asOf, Character.MAX_RADIX) + "-"
        + Long.toString(subject, Character.MAX_RADIX);
  }

  private void clear(Predicate<Open> isOver, long asOf) {
    open.values().removeIf(one -> {
      if (!isOver.test(one)) return false;
      changes.accept(one.diagnosis.cleared(asOf));
      return true;
    });
  }

  /// The run is over.
  void end(long asOf) {
    clear(_ -> true, asOf);
  }

  /// The program's clock went back: what was found is looked for again before it is cleared.
  void turn(long asOf) {
    open.values().forEach(one -> one.lastFoundAt = Math.min(one.lastFoundAt, asOf));
  }

  /// The active diagnoses, in the order in which they were raised.
  List<Diagnosis> active() {
    return open.values().stream().map(one -> one.diagnosis).toList();
  }

  DetectorState state(Detector detector) {
    return new DetectorState(detector.id(), cannotTell, open.size(), silenced, leftOut);
  }
}
