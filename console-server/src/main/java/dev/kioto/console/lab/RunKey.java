package dev.kioto.console.lab;

import org.jspecify.annotations.Nullable;

/// Which run of an experiment.
///
/// @param round from 1
/// @param arm its letter
record RunKey(int round, String arm) {

  /// `ROUND-LETTER`.
  String id() {
    return round + "-" + arm;
  }

  /// Reads an id; null when it is none.
  static @Nullable RunKey of(String id) {
    if (!id.matches("[1-9]\\d{0,3}-[A-Z]")) return null;
    int at = id.indexOf('-');
    return new RunKey(Integer.parseInt(id.substring(0, at)), id.substring(at + 1));
  }
}
