package dev.kioto.console.collector;

import dev.kioto.console.model.Retention;
import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What was known of targets at moments of the past. Safe for use by any thread.
///
/// A moment is read from a recording, which takes time and memory as the program then was large: one is read at a time, and the last few
/// are kept, so that the parts of a list and all that is asked of one moment are of the same reading.
public final class Moments {

  private static final int MOST_KEPT = 8;
  private static final int MOST_TASKS_KEPT = 400_000; // of all that are kept
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final @Nullable Trail trail;
  private final BiConsumer<WatchedTarget, Run> whenRead;
  private final Semaphore reading = new Semaphore(1, true);
  private final Map<Key, Run> kept = new LinkedHashMap<>(); // the last used last; guarded by itself

  private record Key(String targetId, Instant asOf) {
  }

  /// @param trail null when nothing is kept of programs
  /// @param whenRead adds to a run that was read what is known from elsewhere, before anybody sees it
  public Moments(@Nullable Trail trail, BiConsumer<WatchedTarget, Run> whenRead) {
    this.trail = trail;
    this.whenRead = whenRead;
  }

  /// What was known of a target at an instant, on the collector's clock, or the recording's when it is one.
  ///
  /// @throws MomentException if nothing of that instant is kept, or it cannot be read now
  public Run at(WatchedTarget target, Instant asOf) throws MomentException {
    var key = new Key(target.id(), asOf);
    var known = known(key);
    if (known != null) return known;
    try {
      if (!reading.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new MomentException(MomentException.Kind.BUSY,
            "Too many moments are asked for at once: ask again in a second");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MomentException(MomentException.Kind.BUSY, "The server is stopping");
    }
    try {
      known = known(key); // whoever was before may have asked for the same
      if (known != null) return known;
      boolean isOver = !asOf.isAfter(Instant.now()); // of what is still to come more may be told
      var read = read(target, asOf);
      whenRead.accept(target, read);
      return isOver ? keep(key, read) : read;
    } catch (IOException e) {
      throw new MomentException(MomentException.Kind.UNREADABLE,
          "What is kept of " + asOf + " cannot be read: " + e.getMessage());
    } finally {
      reading.release();
    }
  }

  private @Nullable Run known(Key key) {
    synchronized (kept) {
      var run = kept.remove(key);
      if (run != null) kept.put(key, run);
      return run;
    }
  }

  private Run keep(Key key, Run run) {
    synchronized (kept) {
      kept.put(key, run);
      for (Iterator<Run> oldest = kept.values().iterator(); isTooMuch();) {
        oldest.next();
        oldest.remove();
      }
      return run;
    }
  }

  private boolean isTooMuch() {
    long tasks = kept.values().stream().mapToLong(run -> run.model().tasks().counts().total()).sum();
    return kept.size() > MOST_KEPT || (kept.size() > 1 && tasks > MOST_TASKS_KEPT);
  }

  private Run read(WatchedTarget target, Instant asOf) throws IOException, MomentException {
    long at = Instants.nanos(asOf);
    var player = target.player();
    if (player != null) return player.at(at).run();
    if (trail == null) {
      throw new MomentException(MomentException.Kind.NO_TRAIL, "Nothing is kept of what programs told");
    }
    try (var file = trail.at(target.address(), at)) {
      if (file == null || file.firstAt() > at) throw notKept(target, asOf);
      return run(file, at, target.retention());
    }
  }

  private static Run run(RecordingFile file, long at, Retention retention) throws IOException {
    return Replay.to(file, at, retention).run();
  }

  private MomentException notKept(WatchedTarget target, Instant asOf) {
    var range = trail == null ? null : trail.range(target.address());
    var what = range == null ? "nothing is kept of it yet"
        : "something is kept from " + range.from() + " to " + range.to() + ", as long as it was heard";
    return new MomentException(MomentException.Kind.UNKNOWN,
        "How the target '" + target.id() + "' was at " + asOf + " is not known: " + what);
  }
}
