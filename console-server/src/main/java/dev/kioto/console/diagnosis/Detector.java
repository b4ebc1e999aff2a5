package dev.kioto.console.diagnosis;

import java.util.List;

/// Finds one thing that can be wrong with a program: a [TaskDetector] looks at tasks one by one, a [RunDetector] at the run as a
/// whole. A healthy program shows none: a false alarm is a defect.
///
/// Each run that is watched has detectors of its own, which one thread at a time asks: they may remember what they saw.
/// When the program's clock goes back they are made anew.
public sealed interface Detector permits TaskDetector, RunDetector {

  /// A name for paths, filters and settings; never changes.
  String id();

  /// What it means when it is raised, as a sentence.
  String meaning();

  /// What decides what it finds, and can be set.
  List<Threshold> thresholds();

  /// How long something must not be found any more until it counts as cleared, in nanoseconds of the program's clock.
  default long clearAfterNanos() {
    return 2_000_000_000L;
  }
}
