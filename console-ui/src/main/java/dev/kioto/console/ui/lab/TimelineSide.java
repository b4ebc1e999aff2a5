package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.lanes.LanePicture;
import dev.kioto.console.ui.link.RunLanesAnswer;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of the two runs that are under each other, and what is known of its threads. UI thread only.
public final class TimelineSide {
  private static final long LATE = 100_000_000;

  private String letter = "";
  private @Nullable LabRun run;
  private LanePicture picture = LanePicture.EMPTY;
  private OptionalLong oldest = OptionalLong.empty();
  private String words = "";
  // Threads on which something was polled in any answer: their lanes stay when somebody looks closer.
  private final Set<String> threads = new HashSet<>();

  TimelineSide() {}

  /// The letter of its settings; empty for none.
  public String letter() {
    return letter;
  }

  /// The run; null while it is not known, or not made.
  public @Nullable LabRun run() {
    return run;
  }

  /// What its threads did.
  public LanePicture picture() {
    return picture;
  }

  /// Why nothing or not all is drawn, as a sentence; empty when all is well.
  public String words() {
    return words;
  }

  /// When the first event was that is kept, in nanoseconds since the warm-up was over; empty while that is not known.
  OptionalLong oldest() {
    return oldest;
  }

  /// A stretch of time since the warm-up was over, on the run's clock.
  TimeAxis onItsClock(TimeAxis since) {
    return new TimeAxis(zero() + since.from(), since.length());
  }

  private long zero() {
    return run == null || run.measuredAt() == null ? 0 : Instants.nanos(run.measuredAt());
  }

  boolean isOf(String runId) {
    return run != null && run.id().equals(runId);
  }

  /// Shows no run of those settings yet.
  void turnTo(String newLetter) {
    if (!newLetter.equals(letter)) {
      letter = newLetter;
      run = null;
      clear("");
    }
  }

  private void clear(String newWords) {
    picture = LanePicture.EMPTY;
    oldest = OptionalLong.empty();
    words = newWords;
    threads.clear();
  }

  /// Takes the run of its settings.
  ///
  /// @param made whether it has ended
  void take(@Nullable LabRun now, boolean made) {
    if (!Objects.equals(now, run) || run == null) {
      run = now;
      clear(words(now, made));
    }
  }

  private static String words(@Nullable LabRun now, boolean made) {
    if (now == null) {
      return made ? "Reading the run…" : "This run is not made yet.";
    }
    if (now.measuredAt() == null) {
      return "Run " + now.id() + " failed before it was measured: see below.";
    }
    return now.recording() == null
        ? "Run " + now.id() + " had no console, so that nothing is known of its single events." : "Reading its events…";
  }

  /// Takes what its threads did.
  void take(RunLanesAnswer answer) {
    var lanes = answer.lanes();
    if (lanes == null) {
      clear(answer.problem());
      return;
    }
    lanes.lanes().stream().filter(lane -> !lane.polls().isEmpty()).forEach(lane -> threads.add(lane.thread()));
    picture = LanePicture.of(lanes, null, threads);
    long first = Instants.nanos(lanes.oldest()) - zero();
    boolean any = Instants.nanos(lanes.newest()) > 0;
    oldest = any ? OptionalLong.of(first) : OptionalLong.empty();
    words = !any ? "The program recorded no single event." : first > LATE
        ? "Events are kept from " + Durations.text(first) + " on: what was before had no room in its flight recorder"
        : lanes.droppedEvents() > 0 ? lanes.droppedEvents() + " events were lost" : "";
  }
}
