package dev.kioto.console.collector;

import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of targets, to be gone through from one time to another: recordings, and the trail of what programs told. Safe for use
/// by any thread. A walk takes the memory of what was known of the program, once.
public final class Past {

  private final @Nullable Trail trail;

  /// @param trail null when nothing is kept of programs: then there are recordings alone
  public Past(@Nullable Trail trail) {
    this.trail = trail;
  }

  /// Sees how a target was at some instants, the earliest first.
  @FunctionalInterface
  public interface Visitor {
    /// What was known then. It changes when this returns.
    ///
    /// @param instant its number, from 0
    /// @param times null when the program does not tell them
    void at(int instant, Run run, @Nullable PollTimes times);
  }

  /// From when to when something of a target is kept, with gaps perhaps; null when nothing is.
  public Trail.@Nullable Range range(WatchedTarget target) {
    var playback = target.playback();
    if (playback != null) return new Trail.Range(playback.from(), playback.to());
    return trail == null ? null : trail.range(target.address());
  }

  /// Goes through what is kept of a target.
  ///
  /// @param instants on the collector's clock, or the recording's when it is one; the earliest first
  /// @throws MomentException if nothing of one of them is kept, or it cannot be read
  public void walk(WatchedTarget target, List<Instant> instants, Visitor visitor) throws MomentException {
    var nanos = instants.stream().mapToLong(Instants::nanos).toArray();
    try {
      var player = target.player();
      if (player == null) trail(target, instants, nanos, visitor);
      else through(target, player.file(), nanos, 0, visitor);
    } catch (IOException e) {
      throw new MomentException(MomentException.Kind.UNREADABLE,
          "What is kept of " + target.address() + " cannot be read: " + e.getMessage());
    }
  }

  // A trail is in pieces, of which each begins with all that was known.
  private void trail(WatchedTarget target, List<Instant> instants, long[] nanos, Visitor visitor)
      throws IOException, MomentException {
    if (trail == null)
      throw new MomentException(MomentException.Kind.NO_TRAIL, "Nothing is kept of what programs told");
    int next = 0;
    while (next < nanos.length) {
      try (var piece = trail.at(target.address(), nanos[next])) {
        if (piece == null || piece.firstAt() > nanos[next]) {
          throw new MomentException(MomentException.Kind.UNKNOWN,
              "How the target '" + target.id() + "' was at " + instants.get(next) + " is not known");
        }
        int end = next + 1;
        while (end < nanos.length && nanos[end] <= piece.lastAt()) end++;
        through(target, piece, Arrays.copyOfRange(nanos, next, end), next, visitor);
        next = end;
      }
    }
  }

  private static void through(WatchedTarget target, RecordingFile file, long[] nanos,
      int first, Visitor visitor) throws IOException {
    if (nanos.length == 0) return;
    var ingest = new Ingest(target.retention());
    Replay.through(file, nanos, target.retention(), ingest,
        i -> visitor.at(first + i, ingest.run(), PollTimes.of(ingest.recorderState())));
  }
}
