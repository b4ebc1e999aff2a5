package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.trace.TraceCursor;
import dev.kioto.instrument.trace.TraceLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The events one by one, for those who read them. Any thread but an instrumented one.
public final class Traces {
  private static final int MAX_READERS = 64;

  private final FairLock lock;
  private final Runnable pass;
  private final LongSupplier clock;
  private final TaskBook tasks;
  private final TraceLog log;
  private int readers; // guarded by lock

  /// @param lock of the aggregator, which guards the book and the log
  /// @param pass takes in all events that happened before; called with the lock
  Traces(FairLock lock, Runnable pass, LongSupplier clock, TaskBook tasks, TraceLog log) {
    this.lock = lock;
    this.pass = pass;
    this.clock = clock;
    this.tasks = tasks;
    this.log = log;
  }

  /// Opens a view of all events from now on.
  ///
  /// @return null when there are 64 views of events already
  public @Nullable TraceReader watch() {
    return open(log::watch, true);
  }

  /// Opens a view of the events that the flight recorder holds now, oldest first.
  ///
  /// @param last how far back: events that ended before are left out; null for all there is
  /// @return null when there are 64 views of events already
  /// @throws IllegalStateException when the flight recorder is off
  public @Nullable TraceReader dump(@Nullable Duration last) {
    if (!log.isRecording()) {
      throw new IllegalStateException("the flight recorder is off: give it a time and a size, by"
          + " -Dkioto.console.flight-recorder=30s and -Dkioto.console.flight-recorder-bytes=16777216 for instance");
    }
    return open(
        () -> log.dump(last == null ? Long.MIN_VALUE : clock.getAsLong() - Aggregator.saturatedNanos(last)), false);
  }

  /// Whether the flight recorder is on.
  public boolean isRecording() {
    return log.isRecording();
  }

  private @Nullable TraceReader open(Supplier<TraceCursor> cursor, boolean watches) {
    return lock.get(() -> {
      if (readers == MAX_READERS) {
        return null;
      }
      pass.run();
      readers++;
      return new TraceReader(this, cursor.get(), watches);
    });
  }

  // For the aggregator, which holds the lock.

  /// What the log holds in memory, in bytes, with what those who watch need.
  long bytes() {
    return log.bytes();
  }

  // For readers.

  boolean copy(TraceReader reader) {
    return lock.get(() -> {
      var cursor = reader.cursor();
      if (!reader.isClosed && !cursor.isAtEnd()) {
        if (!log.isBehind(cursor)) {
          pass.run();
        }
        log.copy(cursor);
      }
      return log.isBehind(cursor);
    });
  }

  /// What is known of tasks, in the order of their ids; null for those that are not known.
  List<@Nullable TaskInfo> infos(List<Long> ids) {
    var infos = new ArrayList<@Nullable TaskInfo>(ids.size());
    lock.run(() -> {
      for (long id : ids) {
        var entry = tasks.find(id);
        infos.add(entry == null ? null : entry.info);
      }
    });
    return infos;
  }

  void close(TraceReader reader) {
    lock.run(() -> {
      if (!reader.isClosed) {
        reader.isClosed = true;
        readers--;
        if (reader.watches()) {
          log.unwatch();
        } else {
          log.release(reader.cursor());
        }
      }
    });
  }
}
