package dev.kioto.bench;

/// The constants of Tokio's `benches/sync_notify.rs`, `sync_rwlock.rs` and `sync_semaphore.rs`, and those of the mutex, which
/// Tokio does not measure.
final class LocksWorkload {
  static final int NOTIFICATIONS = 500;
  static final int READERS = 6;
  static final int READERS_BEHIND_A_WRITER = 5;
  static final int PERMITS = 10; // more than tasks
  static final int PERMITS_CONTENDED = 5; // fewer
  static final int ACQUIRERS = 6;
  static final int LOCKERS = 10; // a guess, as the next two: more tasks than processors, long enough to be steady
  static final int LOCKS = 1_000;
  static final int LOCKS_ACROSS_YIELD = 100;

  private LocksWorkload() {}
}
