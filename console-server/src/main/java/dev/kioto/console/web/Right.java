package dev.kioto.console.web;

import java.util.Locale;

/// What a request needs to be let do.
enum Right {
  /// Nothing: whoever reaches the server may.
  OPEN,
  /// To see what the watched programs do.
  READ,
  /// To change something: in a watched program, or what the server watches and keeps. Whoever may act may read.
  ACT;

  /// The right as a word.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
