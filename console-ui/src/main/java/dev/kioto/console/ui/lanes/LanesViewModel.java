package dev.kioto.console.ui.lanes;

import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.LaneRequest;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The lanes of the chosen target: which stretch of time is looked at, what was told of it, and what is where. It asks only while it is
/// looked at. UI thread only.
///
/// While it is live, the right edge is the program's present, as far as it is known: [#tick] moves it. Whatever moves or zooms the look
/// ends that, but for a zoom at the right edge.
public final class LanesViewModel {
  /*
   * Each answer covers a quarter more than what is seen at either side, so that a small move shows something at once; until the next
   * answer has come, the one that is there is drawn where its time is. The program's clock is the newest instant that it told, moved on
   * by this machine's: a program without events still has time.
   */
  /// The closest look, in nanoseconds.
  public static final long SHORTEST = 2_000;
  /// The widest look, in nanoseconds.
  public static final long LONGEST = 300_000_000_000L;
  private static final long FIRST_LENGTH = 10_000_000_000L;
  private static final long ASK_EVERY = 250_000_000;
  private static final long DELAY = 300_000_000; // behind the newest event, so that lanes are filled up to the edge
  private static final double MARGIN = 0.25;
  private static final double LIVE_EDGE = 0.97;
  private static final long CLOCK_READING = 1_000;

  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<TimeAxis> axis = new ReadOnlyObjectWrapper<>(new TimeAxis(0, FIRST_LENGTH));
  private final ReadOnlyObjectWrapper<LanePicture> picture = new ReadOnlyObjectWrapper<>(LanePicture.EMPTY);
  private final ReadOnlyBooleanWrapper live = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObjectProperty<LaneTones> tones = new SimpleObjectProperty<>(LaneTones.DURATION);
  private final ReadOnlyObjectWrapper<@Nullable Instant> instant = new ReadOnlyObjectWrapper<>();
  private @Nullable WorkerList workers;
  private @Nullable Lanes lanes;
  private int pixels = 1000;
  private boolean looked;
  private final ReadOnlyBooleanWrapper told = new ReadOnlyBooleanWrapper();
  private boolean paused;
  // The program's clock less this machine's steady one; the lowest number while it is not known.
  private long offset = Long.MIN_VALUE;
  private long askedAt = Long.MIN_VALUE;
  private @Nullable Instant programTime;

  /// Lanes without a target.
  public LanesViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// What is looked at.
  public ReadOnlyObjectProperty<TimeAxis> axis() {
    return axis.getReadOnlyProperty();
  }

  /// What was told last.
  public ReadOnlyObjectProperty<LanePicture> picture() {
    return picture.getReadOnlyProperty();
  }

  /// Whether the right edge is the present.
  public ReadOnlyBooleanProperty live() {
    return live.getReadOnlyProperty();
  }

  /// Why there are no lanes, as a sentence; empty when nothing is wrong.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// What colours say.
  public ObjectProperty<LaneTones> tones() {
    return tones;
  }

  /// Shows another target, or none.
  ///
  /// @param canTell whether it tells single events
  public void reset(boolean canTell) {
    told.set(canTell);
    offset = Long.MIN_VALUE;
    lanes = null;
    workers = null;
    programTime = null;
    picture.set(LanePicture.EMPTY);
    problem.set("");
    live.set(true);
    axis.set(new TimeAxis(0, FIRST_LENGTH));
    ask();
  }

  /// Whether the target tells single events at all.
  public ReadOnlyBooleanProperty told() {
    return told.getReadOnlyProperty();
  }

  /// Moves to an instant of the past, which stays marked; null for the present.
  public void setInstant(@Nullable Instant now) {
    instant.set(now);
    problem.set("");
    if (now == null) {
      goLive();
    } else {
      set(new TimeAxis(Instants.nanos(now) - axis.get().length() / 2, axis.get().length()), false);
    }
  }

  /// The instant of the past that the window shows; null for the present.
  public ReadOnlyObjectProperty<@Nullable Instant> instant() {
    return instant.getReadOnlyProperty();
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Lets the lanes stand still, or go on.
  public void pause(boolean on) {
    paused = on;
  }

  /// Learns over how many pixels time is drawn.
  public void width(double newPixels) {
    int whole = Math.clamp(Math.round(newPixels), 50, 5_000);
    if (whole != pixels) {
      pixels = whole;
      ask();
    }
  }

  /// Time passes: call at each frame.
  ///
  /// @param now a steady clock of this machine, in nanoseconds
  public void tick(long now) {
    if (!looked || !told.get() || paused || !live.get()) {
      return;
    }
    if (offset != Long.MIN_VALUE) {
      var moved = axis.get().endingAt(now + offset - DELAY);
      if (Math.abs(axis.get().at(moved.from(), pixels)) >= 1) {
        axis.set(moved);
      }
    }
    if (askedAt == Long.MIN_VALUE || now - askedAt >= ASK_EVERY) {
      askedAt = now;
      ask();
    }
  }

  /// Takes the server's answer.
  ///
  /// @param now as of [#tick]
  public void show(Lanes newLanes, long now) {
    problem.set(reach(newLanes));
    lanes = newLanes;
    long newest = Instants.nanos(newLanes.newest());
    boolean first = offset == Long.MIN_VALUE;
    if (newest > 0) {
      hearTime(newLanes.newest(), now);
    }
    if (first && live.get() && offset != Long.MIN_VALUE) {
      axis.set(axis.get().endingAt(now + offset - DELAY));
    }
    picture.set(LanePicture.of(newLanes, workers));
  }

  // The program's flight recorder keeps some seconds or minutes alone.
  private String reach(Lanes told) {
    var at = instant.get();
    if (at == null || axis.get().to() >= Instants.nanos(told.oldest())) {
      return "";
    }
    return Instants.nanos(told.oldest()) <= 0 ? "No event of the program is kept"
        : "The lanes reach back to " + Instants.seconds(told.oldest()) + " alone: nothing is kept of single events at "
            + Instants.seconds(at);
  }

  /// Takes the server's refusal.
  public void failed(String message) {
    problem.set(message);
  }

  /// Takes a reading of the workers, which tells of polls that go on.
  public void show(WorkerList list, long now) {
    workers = list;
    hearTime(list.asOf(), now);
    if (lanes != null) {
      picture.set(LanePicture.of(lanes, list));
    }
  }

  private void hearTime(Instant told, long now) {
    programTime = programTime == null || told.isAfter(programTime) ? told : programTime;
    offset = Math.max(offset, Instants.nanos(told) - now);
  }

  /// Looks closer (a factor above 1) or from further away.
  ///
  /// @param share of the width at which time stays where it is
  public void zoom(double factor, double share) {
    boolean stays = live.get() && share >= LIVE_EDGE;
    set(axis.get().zoomed(factor, stays ? 1 : share, SHORTEST, LONGEST), stays);
  }

  /// Looks further on, or back when negative.
  ///
  /// @param share of the width
  public void move(double share) {
    set(axis.get().moved(share), false);
  }

  /// Looks at the present again.
  public void goLive() {
    set(axis.get(), true);
  }

  /// Looks at the last ten seconds.
  public void fit() {
    set(new TimeAxis(axis.get().to() - FIRST_LENGTH, FIRST_LENGTH), true);
  }

  /// Looks at a stretch of time.
  public void look(long from, long to) {
    set(new TimeAxis(from, Math.clamp(to - from, SHORTEST, LONGEST)), false);
  }

  private void set(TimeAxis newAxis, boolean nowLive) {
    live.set(nowLive);
    axis.set(newAxis);
    ask();
  }

  private void ask() {
    if (!looked || !told.get()) {
      commands.lanes(null);
    } else if (axis.get().from() <= 0) {
      commands.lanes(new LaneRequest(null, null, pixels));
    } else {
      var seen = axis.get();
      long margin = Math.round(seen.length() * MARGIN);
      commands.lanes(
          new LaneRequest(Instants.ofNanos(Math.max(1, seen.from() - margin)), Instants.ofNanos(seen.to() + margin),
              (int) Math.round(pixels * (1 + 2 * MARGIN))));
    }
  }

  /// The next poll to the right of the look's middle, or to the left, that took longer than all in the look beside it; brings it to the
  /// middle. Nothing happens when there is none that took a millisecond.
  public void nextWorst(boolean forward) {
    var shown = picture.get();
    long middle = axis.get().from() + axis.get().length() / 2 - shown.from();
    long best = 1_000_000;
    long place = Long.MIN_VALUE;
    for (var strip : shown.strips()) {
      for (int i = 0; i < strip.polls().length; i += LanePicture.POLL) {
        long at = strip.polls()[i] + strip.polls()[i + 1] / 2;
        long apart = Math.max(1, axis.get().length() / 100);
        boolean ahead = forward ? at > middle + apart : at < middle - apart;
        if (ahead && strip.polls()[i + 5] > best) {
          best = strip.polls()[i + 5];
          place = at;
        }
      }
    }
    if (place != Long.MIN_VALUE) {
      set(axis.get().moved((double) (place - middle) / axis.get().length()), false);
    }
  }

  /// What is at a place of the chart; null for nothing.
  public @Nullable LaneHit hit(double x, double y, LaneLayout layout) {
    return LaneHits.at(picture.get(), axis.get(), this::ongoing, x, y, layout);
  }

  /// The poll that goes on.
  ///
  /// @param start in nanoseconds since 1970
  /// @param length until now
  public record Ongoing(String lane, long start, long length, LaneTask task) {
    LaneHit at(int strip) {
      return new LaneHit(strip, lane, start, length, 1, length, task, length, 0, true, "");
    }
  }

  /// The poll that goes on on a lane, should it have lasted long enough to be told of; null for none.
  public @Nullable Ongoing ongoing(LanePicture.Strip strip) {
    var worker = strip.worker();
    var start = worker == null ? null : worker.pollStartedAt();
    var task = worker == null ? null : worker.currentTask();
    boolean polls = worker != null && (worker.state() == Worker.State.POLLING || worker.state() == Worker.State.STUCK);
    if (!polls || start == null || task == null || programTime == null) {
      return null;
    }
    long from = Instants.nanos(start);
    if (polledSince(strip, from)) {
      return null;
    }
    long present = Instants.nanos(programTime);
    long length = (live.get() ? Math.max(present, axis.get().to()) : present) - from;
    var known = picture.get().tasks().stream().filter(one -> one.id().equals(task)).findFirst();
    // A short one is over before anybody can look at it, and is told then.
    return length < DELAY / 3 ? null
        : new Ongoing(strip.title(), from, length, known.orElse(new LaneTask(task, "", "")));
  }

  // Workers are asked once a second: a poll that has come meanwhile says that the one that went on is over.
  private boolean polledSince(LanePicture.Strip strip, long instant) {
    long[] polls = strip.polls();
    return polls.length > 0
        && picture.get().from() + polls[polls.length - LanePicture.POLL] >= instant - CLOCK_READING;
  }

  /// Titles of the lanes from top to bottom.
  public List<String> titles() {
    return picture.get().strips().stream().map(LanePicture.Strip::title).toList();
  }
}
