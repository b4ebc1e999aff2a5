package dev.kioto.instrument.aggregate;

/// Takes the polls that are longer than a length. Called by whoever drains the rings, one at a time: it must be quick and must not
/// throw.
@FunctionalInterface
public interface PollSink {
  /// A poll is over.
  void polled(long task, long startNanos, long endNanos);
}
