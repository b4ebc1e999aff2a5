package dev.kioto.console.diagnosis;

import dev.kioto.console.model.TaskRecord;
import java.util.Map;

/// A finding over time: raised when it was found first, updated while it is, cleared some time after it was found last. All
/// instants are on the program's clock.
///
/// @param id unique among those of the program, and the same when a recording of it is played
/// @param detector the id of what found it
/// @param finding as it was found last
/// @param raisedAt when it was found first
/// @param updatedAt when it was found last
/// @param clearedAt when it was not there any more, or [TaskRecord#ABSENT]
/// @param thresholds those in force when it was found last, by name
public record Diagnosis(String id, String detector, Finding finding, long raisedAt, long updatedAt, long clearedAt,
    Map<String, Long> thresholds) {

  /// Whether it is still there, as far as is known.
  public boolean isActive() {
    return clearedAt == TaskRecord.ABSENT;
  }

  Diagnosis updated(Finding found, long asOf, Map<String, Long> limits) {
    return new Diagnosis(id, detector, found, raisedAt, asOf, clearedAt, limits);
  }

  /// The same, which cannot be looked at now.
  Diagnosis unseen(String because) {
    return new Diagnosis(id, detector, finding.unseen(because), raisedAt, updatedAt, clearedAt, thresholds);
  }

  Diagnosis cleared(long asOf) {
    return new Diagnosis(id, detector, finding, raisedAt, updatedAt, Math.max(raisedAt, asOf), thresholds);
  }
}
