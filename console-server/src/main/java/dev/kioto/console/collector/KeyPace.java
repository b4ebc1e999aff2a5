package dev.kioto.console.collector;

/// When the next key frame is due: as soon as as much was told since the last as that one had. So key frames make a recording twice
/// as long at most, and whoever begins at one has to read no more after it than it has itself, and a MiB.
///
/// Of one thread.
final class KeyPace {

  private static final long LEAST_BYTES = 1 << 20; // a guess: some ten milliseconds of reading

  private long since; // bytes
  private long last; // bytes

  /// A message was told.
  void told(long bytes) {
    since += bytes;
  }

  boolean isDue() {
    return since >= Math.max(LEAST_BYTES, last);
  }

  /// A key frame was made.
  void made(long bytes) {
    last = bytes;
    since = 0;
  }
}
