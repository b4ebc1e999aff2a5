package dev.kioto.probe;

import org.jspecify.annotations.Nullable;

/// What an observer may read of a resource (a lock, a channel, a timer), from any thread, at any time, without stopping who
/// uses it. A view does not keep its resource alive.
public interface ResourceView {

  /// Above 0 and unique in the process, also across runtimes; never used again. Not in one series with the ids of tasks.
  long id();

  /// Its type in short, as its users know it: `Mutex`.
  String type();

  ResourceKind kind();

  /// The runtime that saw it first, as in [RuntimeView#id].
  long runtimeId();

  /// The resource that it is a part of, as the pipe to a child is of the child: that one is told of first. 0 when it stands alone,
  /// as nearly all do. What a resource is built of, as the semaphore inside a lock, is none itself.
  default long parentId() {
    return 0;
  }

  /// The frame that made it; null when it was not taken: it was made before anything was observed, locations are switched off,
  /// or it is of a type that is made too often for that.
  @Nullable StackTraceElement location();

  /// Whether it is over, so that [ThreadProbe#resourceEnded] was told or is about to be: for an observer that may have missed it.
  default boolean isOver() {
    return false;
  }

  /// How it is now.
  ResourceState state();
}
