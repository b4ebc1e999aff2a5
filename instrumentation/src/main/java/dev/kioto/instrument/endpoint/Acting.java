package dev.kioto.instrument.endpoint;

/// Who may change the program without the token for it. With the token anyone may.
public enum Acting {
  /// Whoever comes through the Unix socket, which only the program's own user can open.
  OWN_USER,
  /// Whoever may read.
  READERS,
  /// Nobody.
  NOBODY
}
