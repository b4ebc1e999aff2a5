package dev.kioto.console.diagnosis;

/// Finds what is wrong with a run as a whole: its resources, workers, runtimes, spawn sites.
public non-sealed interface RunDetector extends Detector {

  /// What is wrong now. Called twice a second at most, after something new was told: it must cost what there is to find, not what
  /// the run has.
  Verdict look(RunView run, Limits limits);
}
