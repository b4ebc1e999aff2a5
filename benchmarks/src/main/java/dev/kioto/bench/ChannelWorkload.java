package dev.kioto.bench;

/// The constants of Tokio's `benches/sync_mpsc.rs` and `benches/sync_mpsc_oneshot.rs`.
final class ChannelWorkload {
  static final int PRODUCERS = 5;
  static final int SENDS = 1_000; // of each producer
  static final int MESSAGES = PRODUCERS * SENDS;
  static final int LIMIT = 5_000; // of one receive
  static final int WIDE = 1_000_000; // a capacity that is never reached
  static final int NARROW = 100; // one that is reached all the time
  static final int SEND_CAPACITY = 1_000;
  static final int REQUESTS = 1_000;
  static final int REQUEST_CAPACITY = 10;
  static final int UNBOUNDED = 0;
  static final int MEDIUM_LONGS = 64; // of a message, Tokio's usize
  static final int LARGE_LONGS = 64 * 64;

  private ChannelWorkload() {}
}
