package dev.kioto.instrument.endpoint;

/// How a caller came to the endpoint, as far as its rights depend on it.
enum Way {
  /// To a port that the program listens on.
  TCP,
  /// Through a Unix socket that nobody but the program's user may open.
  UNIX,
  /// By a connection that the program itself made, to a collector that it was told to trust.
  DIALLED
}
