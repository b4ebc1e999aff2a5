package dev.kioto.console.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /// The same with a threshold set; as it is unless told when the value is null.
  public Rules with(String detector, String name, @Nullable Long value) {
    var all = new TreeMap<String, Map<String, Long>>(thresholds);
    var ofOne = new TreeMap<String, Long>(thresholds.getOrDefault(detector, Map.of()));
    if (value == null) {
      ofOne.remove(name);
    } else {
      ofOne.put(name, value);
    }
    if (ofOne.isEmpty()) {
      all.remove(detector);
    } else {
      all.put(detector, Map.copyOf(ofOne));
    }
    return new Rules(all, silences);
  }

  /// The same with a silence more.
  public Rules with(Silence silence) {
    if (silences.contains(silence)) return this;
    var all = new ArrayList<>(silences);
    all.add(silence);
    return new Rules(thresholds, all);
  }

  /// The same without a silence.
  public Rules without(Silence silence) {
    var all = new ArrayList<>(silences);
    all.remove(silence);
    return new Rules(thresholds, all);
  }

  /// Where a detector is silent: places, or an empty text for everywhere.
  public List<String> silent(Detector detector) {
    return silences.stream().filter(silence -> silence.detector().equals(detector.id())).map(Silence::site).toList();
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
