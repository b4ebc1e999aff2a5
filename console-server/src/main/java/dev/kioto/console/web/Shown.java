package dev.kioto.console.web;

import dev.kioto.console.collector.MomentException;
import dev.kioto.console.collector.Moments;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.model.TargetModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The target that a feed tells of, as it is or as it was at an instant. Of the session's thread, but for [#over].
final class Shown implements AutoCloseable {

  private final WatchedTarget target;
  private final Moments moments;
  private final @Nullable Instant asOf; // null for now
  private final WatchedTarget.Registration registration;
  private @Nullable TargetModel past; // once it was read

  /// @param changed to be called when what is shown is another: of the past, when the target is taken off
  Shown(WatchedTarget target, Moments moments, @Nullable Instant asOf, Runnable changed) {
    this.target = target;
    this.moments = moments;
    this.asOf = asOf;
    this.registration = target.onChange(asOf == null ? changed : () -> {
      if (target.isDetached()) changed.run();
    });
  }

  boolean isPast() {
    return asOf != null;
  }

  boolean isOf(Shown other) {
    return target == other.target;
  }

  /// The tasks. Those of an instant are read when they are asked for first, which takes a while.
  ///
  /// @throws Refusal if nothing of the instant is kept
  TargetModel tasks() {
    if (asOf == null) return target.model();
    var known = past;
    if (known != null) return known;
    try {
      var read = moments.at(target, asOf).model().tasks();
      past = read;
      return read;
    } catch (MomentException e) {
      throw Refusal.moment(e);
    }
  }

  /// Why there is no more to show, or null. Any thread.
  @Nullable Refusal over() {
    return target.isDetached() ? Refusal.unknownTarget(target.id()) : null;
  }

  @Override
  public void close() {
    registration.close();
  }
}
