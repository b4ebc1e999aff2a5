package dev.kioto.console.ui.lab;

import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.lanes.LaneHit;
import dev.kioto.console.ui.lanes.LaneHits;
import dev.kioto.console.ui.lanes.LaneLayout;
import dev.kioto.console.ui.lanes.LaneTones;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.RunLanesAnswer;
import dev.kioto.console.ui.link.RunLanesRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// Two runs of a round under each other, event by event, on one axis of nanoseconds since their warm-up was over. It asks only while it is
/// open. UI thread only.
public final class TimelinesViewModel {
  /*
   * As with the lanes of a program each answer covers a quarter more than what is seen at either side, and until the next has come the one that is
   * there is drawn where its time is. The axis is first all that was measured, then, when the events do not reach back so far, what there is of them; other
   * runs of the experiment are looked at where the last ones were.
   */
  private static final double MARGIN = 0.25;
  private static final long SHORTEST = 2_000;
  private static final long LONGEST = 1_800_000_000_000L;
  private static final long SECOND = 1_000_000_000;
  private static final long LATE = SECOND / 10; // what is missing of a run that began so much before its first event

  private final ConsoleCommands commands;
  private final ExperimentViewModel experiment;
  private final TimelineSide upper = new TimelineSide();
  private final TimelineSide lower = new TimelineSide();
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<TimeAxis> axis = new ReadOnlyObjectWrapper<>(new TimeAxis(0, SECOND));
  private final ObjectProperty<LaneTones> tones = new SimpleObjectProperty<>(LaneTones.DURATION);
  private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
  private int pixels = 1000;
  private boolean placed; // the axis, to what was measured
  private boolean fitted; // to the events that there are
  private String shownId = "";
  private @Nullable RunLanesRequest asked;

  TimelinesViewModel(ConsoleCommands commands, ExperimentViewModel experiment) {
    this.commands = commands;
    this.experiment = experiment;
    experiment.experiment().subscribe(now -> {
      if (now == null) {
        reset();
      }
    });
    experiment.comparison().subscribe(_ -> follow());
    experiment.round().subscribe(_ -> follow());
    experiment.runs().subscribe(_ -> follow());
    open.subscribe((_, _) -> follow());
  }

  /// Whether they are shown.
  public BooleanProperty open() {
    return open;
  }

  /// The run above.
  public TimelineSide upper() {
    return upper;
  }

  /// The run below.
  public TimelineSide lower() {
    return lower;
  }

  /// What is looked at, in nanoseconds since the warm-up of each was over.
  public ReadOnlyObjectProperty<TimeAxis> axis() {
    return axis.getReadOnlyProperty();
  }

  /// What colours say.
  public ObjectProperty<LaneTones> tones() {
    return tones;
  }

  /// Another number whenever a run, or what is known of it, has changed.
  public ReadOnlyLongProperty changes() {
    return changes.getReadOnlyProperty();
  }

  /// Shows the run of other settings on a side; the two are exchanged when it is on the other.
  public void choose(TimelineSide side, String letter) {
    var other = side == upper ? lower : upper;
    if (other.letter().equals(letter)) {
      other.turnTo(side.letter());
    }
    side.turnTo(letter);
    follow();
  }

  /// Learns over how many pixels time is drawn.
  public void width(double newPixels) {
    int whole = Math.clamp(Math.round(newPixels), 50, 5_000);
    if (whole != pixels) {
      pixels = whole;
      ask();
    }
  }

  /// Looks closer (a factor above 1) or from further away.
  ///
  /// @param share of the width at which time stays where it is
  public void zoom(double factor, double share) {
    set(axis.get().zoomed(factor, share, SHORTEST, LONGEST));
  }

  /// Looks further on, or back when negative.
  ///
  /// @param share of the width
  public void move(double share) {
    set(axis.get().moved(share));
  }

  /// Looks at a stretch of time.
  ///
  /// @param from in nanoseconds since the warm-up was over
  public void look(long from, long to) {
    set(new TimeAxis(from, Math.clamp(to - from, SHORTEST, LONGEST)));
  }

  /// Looks at all that there is.
  public void fit() {
    long end = sides().mapToLong(side -> Math.round(measuredSeconds(side) * SECOND)).max().orElse(SECOND);
    long begin = sides().filter(side -> side.oldest().isPresent()).mapToLong(side -> side.oldest().getAsLong()).min()
        .orElse(0);
    long from = Math.clamp(begin, 0, Math.max(0, end - SECOND / 100));
    set(new TimeAxis(from, Math.clamp(end - from, SHORTEST, LONGEST)));
  }

  private double measuredSeconds(TimelineSide side) {
    var run = side.run();
    return run == null ? 1 : Math.max(0.01, run.measuredSeconds());
  }

  private void set(TimeAxis now) {
    axis.set(now);
    ask();
  }

  private Stream<TimelineSide> sides() {
    return Stream.of(upper, lower);
  }

  private void reset() {
    shownId = "";
    asked = null;
    placed = false;
    fitted = false;
    commands.runLanes(null);
    sides().forEach(side -> side.turnTo(""));
    tell();
  }

  // The experiment, its round or its runs may be others now.
  private void follow() {
    var now = experiment.experiment().get();
    if (now == null) {
      return;
    }
    if (!now.id().equals(shownId) || upper.letter().isEmpty() || lower.letter().isEmpty()) {
      shownId = now.id();
      upper.turnTo(experiment.baselineLetter());
      lower
          .turnTo(Stream.concat(experiment.beside().get().stream(), experiment.arms().stream().map(arm -> arm.letter()))
              .filter(letter -> !letter.equals(upper.letter())).findFirst().orElse(""));
    }
    experiment.wantAlso(open.get() ? Set.of(upper.letter(), lower.letter()) : Set.of());
    sides().forEach(this::take);
    if (!placed && sides().anyMatch(side -> side.run() != null)) {
      placed = true;
      fit();
    } else {
      ask();
    }
    tell();
  }

  private void take(TimelineSide side) {
    side.take(experiment.runs().get().get(experiment.round().get() + "-" + side.letter()),
        experiment.isMade(experiment.round().get(), side.letter()));
  }

  private void ask() {
    var now = experiment.experiment().get();
    var wanted = now == null || !open.get() ? null : request(now.id());
    if (!Objects.equals(wanted, asked)) {
      asked = wanted;
      commands.runLanes(wanted);
    }
  }

  private @Nullable RunLanesRequest request(String experimentId) {
    var parts = new ArrayList<RunLanesRequest.Part>();
    long margin = Math.round(axis.get().length() * MARGIN);
    sides().forEach(side -> {
      var run = side.run();
      if (run != null && run.measuredAt() != null && run.recording() != null) {
        long zero = Instants.nanos(run.measuredAt());
        parts.add(new RunLanesRequest.Part(run.id(), Instants.ofNanos(zero + axis.get().from() - margin),
            Instants.ofNanos(zero + axis.get().to() + margin)));
      }
    });
    return parts.isEmpty() ? null
        : new RunLanesRequest(experimentId, parts, (int) Math.round(pixels * (1 + 2 * MARGIN)));
  }

  /// Takes what the threads of runs did; what is of other runs than those that are shown is let go.
  public void show(RunLanesRequest request, List<RunLanesAnswer> answers) {
    if (!request.experimentId().equals(shownId) || !open.get()) {
      return;
    }
    for (var answer : answers) {
      sides().filter(side -> side.isOf(answer.runId())).forEach(side -> side.take(answer));
    }
    if (!fitted) {
      fitted = true;
      if (sides().allMatch(side -> side.oldest().orElse(Long.MAX_VALUE) > LATE)
          && sides().anyMatch(side -> side.oldest().isPresent())) {
        fit();
      }
    }
    tell();
  }

  private void tell() {
    changes.set(changes.get() + 1);
  }

  /// What is at a place of the drawing.
  ///
  /// @param side whose run it is of
  public record Hit(TimelineSide side, LaneHit hit) {}

  /// What is at a place of the drawing; null for nothing.
  public @Nullable Hit hit(double x, double y, double width) {
    var side = y < TimelinesLayout.AXIS + TimelinesLayout.offset(upper, lower, lower) ? upper : lower;
    var run = side.run();
    if (run == null || run.measuredAt() == null) {
      return null;
    }
    var found = LaneHits.at(side.picture(), side.onItsClock(axis.get()), _ -> null, x,
        y - TimelinesLayout.offset(upper, lower, side), new LaneLayout(width));
    return found == null ? null : new Hit(side, found);
  }
}
