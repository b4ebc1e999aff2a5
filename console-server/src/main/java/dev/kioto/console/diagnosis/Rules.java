package dev.kioto.console.diagnosis;

import java.util.List;
import java.util.Map;

/// How detectors are set, and where they are silent. Does not change.
///
/// @param thresholds by detector and name; those that are left out have their standard value
/// @param silences what is not to be said
public record Rules(Map<String, Map<String, Long>> thresholds, List<Silence> silences) {

  /// Everything as it is unless told.
  public static final Rules STANDARD = new Rules(Map.of(), List.of());

  public Rules {
    thresholds = Map.copyOf(thresholds);
    silences = List.copyOf(silences);
  }

  /// A detector that is not to say something.
  ///
  /// @param detector its id
  /// @param site only of what was spawned or made there; empty for anything
  public record Silence(String detector, String site) {
  }

  /// The thresholds of a detector.
  public Limits limits(Detector detector) {
    return Limits.of(detector.thresholds(), thresholds.getOrDefault(detector.id(), Map.of()));
  }

  /// Whether a detector is not to say something of a subject.
  public boolean silence(Detector detector, Subject subject) {
    for (var silence : silences) {
      if (!silence.detector().equals(detector.id())) continue;
      if (silence.site().isEmpty() || silence.site().equals(subject.site())) return true;
    }
    return false;
  }
}
