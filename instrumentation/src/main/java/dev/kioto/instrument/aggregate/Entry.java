package dev.kioto.instrument.aggregate;

/// What is known of one thing that comes, changes, ends, and is forgotten some time later. Guarded by the lock of the aggregator.
///
/// @param <S> what subscribers are told of it
abstract class Entry<S> extends ChangeNode {
  // After how many passes over all rings no event can be on its way any more.
  static final int PASSES_TO_SETTLE = 2;

  /// Above 0, unique in its book and never used again.
  final long id;

  // Bit i: subscriber i was told of this.
  long knownTo;
  // Of a placeholder, when it was made; of what has ended, when its end arrived; by the book's count of passes.
  long sincePass;
  // Of a placeholder: events it stands for.
  int events;
  // Of a placeholder: it was asked for in vain, and stays for another reason.
  boolean isHeld;

  Entry(long id) {
    this.id = id;
  }

  /// Whether its creation has not arrived: it stands for events that overtook that.
  abstract boolean isPlaceholder();

  abstract boolean isEnded();

  /// Whether no event can be on its way any more, since it was noted as ended or made a placeholder.
  final boolean isSettled(long pass) {
    return pass - sincePass >= PASSES_TO_SETTLE;
  }

  /// When it ended by [System#nanoTime]; [Instants#ABSENT] before.
  abstract long endedAt();

  /// What it is now. Not asked of a placeholder.
  abstract S snapshot();

  /// What it holds in memory with all that is its own, in bytes, about.
  long bytes() {
    return 128;
  }

  /// Whether it is in the list of changes, so that subscribers are told.
  final boolean isListed() {
    return next != null;
  }
}
