package dev.kioto.instrument.aggregate;

import dev.kioto.probe.ResourceView;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// All resources that are known.
final class ResourceBook extends Book<ResourceEntry, ResourceSnapshot> {
  // What a console shows is at most this old, unless there are so many that it would cost more than the share.
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int SHARE = 100;
  // A timer's state changes by operations on it; most programs have more timers than anything else.
  private static final long TIMER_ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int TIMER_SHARE = 400;

  private final Rotation rotation = new Rotation(ROUND_NANOS, SHARE);
  private final Rotation timers = new Rotation(TIMER_ROUND_NANOS, TIMER_SHARE);

  ResourceBook(long retentionNanos, int retained) {
    super(retentionNanos, retained);
  }

  @Override
  ResourceEntry placeholder(long id) {
    return new ResourceEntry(id);
  }

  /// A timer that is over is of no interest to those who have not heard of it: they are made by the thousand.
  @Override
  boolean isKept(ResourceEntry entry) {
    return !entry.isTimer();
  }

  /// As long as an operation on it goes on, its creation may still be learnt by asking.
  @Override
  boolean isSwept(ResourceEntry placeholder) {
    return !placeholder.hasOperations();
  }

  /// @return the entry, or null when it was there already
  @Nullable ResourceEntry created(ResourceView view, long atNanos) {
    var entry = entryToCreate(view.id());
    if (entry == null) {
      return null;
    }
    entry.created(view, atNanos);
    changes().add(entry);
    if (entry.isEnded()) {
      retain(entry);
    } else {
      rotationOf(entry).add(entry);
    }
    return entry;
  }

  void ended(long id, long atNanos) {
    end(entryOf(id), atNanos);
  }

  @Override
  void end(ResourceEntry entry, long atNanos) {
    boolean first = !entry.isEnded();
    entry.ended(atNanos);
    changed(entry);
    if (first && !entry.isPlaceholder()) {
      rotationOf(entry).remove(entry);
      retain(entry);
    }
  }

  private Rotation rotationOf(ResourceEntry entry) {
    return entry.isTimer() ? timers : rotation;
  }

  /// Notes that an operation on a resource did something.
  void used(ResourceEntry entry) {
    if (!entry.isPlaceholder()) {
      changed(entry);
    }
  }

  /// Looks at living resources again, as many as may be, if anybody wants to know.
  void look(LongSupplier clock) {
    if (hasReaders()) {
      rotation.turn(clock, this::changed);
      timers.turn(clock, this::changed);
    }
  }

  /// Asks a resource whether it is over, after events were lost.
  void check(ResourceEntry entry, long nowNanos) {
    if (!entry.isEnded() && entry.isOver()) {
      end(entry, nowNanos);
    }
  }
}
