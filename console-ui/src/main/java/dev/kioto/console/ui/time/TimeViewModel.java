package dev.kioto.console.ui.time;

import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.TimeNews;
import dev.kioto.console.ui.link.TimeRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// Which instant the window shows: the present, one of the past, or where a recording is. UI thread only.
public final class TimeViewModel {
  /*
   *   LIVE -> PAST       // an instant is chosen, or the window is to stand and something is kept
   *   LIVE -> STANDING   // it is to stand, and nothing is kept
   *   PAST, STANDING -> LIVE
   *   PLAYING <-> HALTED // a recording: the server says which
   * Another target begins at LIVE, PLAYING or HALTED.
   *
   * Instants are on the server's clock, which is this machine's but for a server elsewhere: the end of what is kept corrects the present
   * where the two are far apart.
   */
  /// How the window stands to time.
  public enum Mode {
    /// No target is shown.
    NONE,
    /// It shows the present as it goes on.
    LIVE,
    /// It stands still at what it showed last, since no past is kept.
    STANDING,
    /// It shows an instant of the past.
    PAST,
    /// It shows a recording that goes on.
    PLAYING,
    /// It shows a recording that stands still.
    HALTED
  }

  /// The speeds that are offered for recordings.
  public static final List<Double> SPEEDS = List.of(0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0);
  /// The closest look of the bar, in nanoseconds.
  static final long SHORTEST = 30_000_000_000L;
  /// The widest, in nanoseconds.
  static final long LONGEST = 7 * 86_400 * 1_000_000_000L;
  private static final long SECOND = 1_000_000_000;
  private static final long FIRST_LENGTH = 600 * SECOND;
  private static final long FAR = 30 * SECOND; // news come once a second, and a program may be silent for some
  private static final int POINTS = 400;
  private static final Duration SETTLE = Duration.ofMillis(500); // what is found at an instant is told a little later
  private static final TimeNews NOTHING = new TimeNews(null, "", null, List.of());

  private final ConsoleCommands commands;
  private final InstantSource clock;
  private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.NONE);
  private final ReadOnlyObjectWrapper<@Nullable Instant> instant = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Instant> position = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<TimeAxis> axis = new ReadOnlyObjectWrapper<>(new TimeAxis(0, FIRST_LENGTH));
  private final ReadOnlyObjectWrapper<TimeNews> kept = new ReadOnlyObjectWrapper<>(NOTHING);
  private final ReadOnlyObjectWrapper<@Nullable Playback> playback = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
  private long skew;
  private boolean zoomed;
  private @Nullable TimeRequest asked;
  // What a recording was told to do, until the server says that it does.
  private @Nullable PlaybackRequest sent;
  private String refused = ""; // why it does not do that, until it is told to do something else

  /// A bar without a target.
  ///
  /// @param clock of this machine
  public TimeViewModel(ConsoleCommands commands, InstantSource clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /// How the window stands to time.
  public ReadOnlyObjectProperty<Mode> mode() {
    return mode.getReadOnlyProperty();
  }

  /// The instant of the past that everything is to show; null for the present, and for a recording, which is shown where it is.
  public ReadOnlyObjectProperty<@Nullable Instant> instant() {
    return instant.getReadOnlyProperty();
  }

  /// Where the handle is; null while that is the present.
  public ReadOnlyObjectProperty<@Nullable Instant> position() {
    return position.getReadOnlyProperty();
  }

  /// What the bar draws.
  public ReadOnlyObjectProperty<TimeAxis> axis() {
    return axis.getReadOnlyProperty();
  }

  /// What is kept.
  public ReadOnlyObjectProperty<TimeNews> kept() {
    return kept.getReadOnlyProperty();
  }

  /// How the recording plays; null for a program.
  public ReadOnlyObjectProperty<@Nullable Playback> playback() {
    return playback.getReadOnlyProperty();
  }

  /// The instant in words: `12:28:20 · 4 min ago`, `12:32:20` for the present, `12:28:20 · 0:30 of 4:00` of a recording.
  public ReadOnlyStringProperty words() {
    return words.getReadOnlyProperty();
  }

  /// Why the past cannot be shown, or what is wrong with the recording, as a sentence; empty when all is well.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// Why there is nothing of the chosen instant, as a sentence; empty when there is, or it is not known yet.
  public ReadOnlyStringProperty refusal() {
    return refusal.getReadOnlyProperty();
  }

  /// Whether the chosen instant is on its way.
  public ReadOnlyBooleanProperty reading() {
    return reading.getReadOnlyProperty();
  }

  /// Whether the window stands still at what it has, and asks for nothing.
  public boolean isStanding() {
    return mode.get() == Mode.STANDING;
  }

  /// Shows another target, or none: at the present, or where a recording is.
  public void reset(@Nullable Target target) {
    sent = null;
    refused = "";
    asked = null;
    kept.set(NOTHING);
    refusal.set("");
    problem.set("");
    reading.set(false);
    position.set(null);
    skew = 0;
    zoomed = false;
    playback.set(target == null ? null : target.playback());
    enter(target == null ? Mode.NONE : Mode.LIVE, null);
    axis.set(new TimeAxis(present() - FIRST_LENGTH, FIRST_LENGTH));
    if (target != null) {
      show(target);
    }
    ask();
  }

  /// Takes what the server says of the shown target.
  public void show(Target target) {
    var now = target.playback();
    if (now != null && sent == null) {
      show(now);
    }
  }

  /// Takes how the recording plays since it was told to.
  public void played(PlaybackRequest request, Playback now) {
    if (request.equals(sent)) {
      sent = null;
      show(now);
    }
  }

  /// Learns that the recording does not do what it was told to.
  public void notPlayed(PlaybackRequest request, String reason) {
    if (request.equals(sent)) {
      sent = null;
      refused = reason;
      problem.set(reason);
    }
  }

  private void show(Playback now) {
    playback.set(now);
    problem.set(!refused.isEmpty() ? refused : now.problem() != null ? now.problem()
        : now.whole() ? "" : "The recording was not ended: it is shown up to its last whole part");
    long from = Instants.nanos(now.from());
    axis.set(new TimeAxis(from, Math.max(SECOND, Instants.nanos(now.to()) - from)));
    enter(now.paused() ? Mode.HALTED : Mode.PLAYING, null);
    position.set(now.position());
    tell();
    ask();
  }

  /// Takes what is kept.
  public void show(TimeNews news) {
    var before = kept.get().trail();
    kept.set(news);
    if (playback.get() != null) {
      return;
    }
    problem.set(news.problem());
    skew = skew(before, news.trail());
    if (mode.get() == Mode.LIVE) {
      axis.set(fitting(news.trail()).endingAt(present()));
    }
    tell();
    ask();
  }

  // As long as nobody has zoomed, the bar is what is kept, up to ten minutes.
  private TimeAxis fitting(@Nullable TrailStatus trail) {
    if (zoomed || trail == null || trail.from() == null) {
      return axis.get();
    }
    long length = present() - Instants.nanos(trail.from());
    return new TimeAxis(0, Math.clamp(length, FIRST_LENGTH / 10, FIRST_LENGTH));
  }

  // Only a trail whose end moves is that of a program that speaks, and says what time the server has.
  private long skew(@Nullable TrailStatus before, @Nullable TrailStatus now) {
    if (before == null || now == null || now.to() == null || Objects.equals(before.to(), now.to())) {
      return skew;
    }
    long apart = Instants.nanos(now.to()) - Instants.nanos(clock.instant());
    return Math.abs(apart) > FAR ? apart : 0;
  }

  /// Learns that the rows of an instant have arrived.
  public void arrived() {
    reading.set(false);
    refusal.set("");
  }

  /// Learns that there is nothing of the chosen instant.
  public void refuse(String reason) {
    reading.set(false);
    refusal.set(reason);
  }

  /// Shows an instant; one that is still to come is the present.
  public void choose(Instant at) {
    if (mode.get() == Mode.NONE) {
      return;
    }
    var played = playback.get();
    if (played != null) {
      send(within(at, played), null, null);
    } else if (Instants.nanos(at) >= present()) {
      goLive();
    } else if (canGoBack()) {
      goTo(at);
    }
  }

  private void goTo(Instant at) {
    if (at.equals(instant.get())) {
      return;
    }
    refusal.set("");
    reading.set(true);
    position.set(at);
    long nanos = Instants.nanos(at);
    if (nanos < axis.get().from() || nanos > axis.get().to()) {
      axis.set(axis.get().endingAt(Math.min(present(), nanos + axis.get().length() / 2)));
    }
    enter(Mode.PAST, at);
    tell();
    ask();
  }

  /// Shows the instant at which something was found, just after it was told of. A recording stands still there.
  public void chooseRaised(Instant raisedAt) {
    choose(raisedAt.plus(SETTLE));
    if (playback.get() != null) {
      pausePlayback(true);
    }
  }

  /// Shows the present again; a recording goes on.
  public void goLive() {
    if (playback.get() != null) {
      pausePlayback(false);
    } else if (mode.get() != Mode.NONE) {
      refusal.set("");
      reading.set(false);
      position.set(null);
      axis.set(axis.get().endingAt(present()));
      enter(Mode.LIVE, null);
      tell();
      ask();
    }
  }

  /// Lets the window stand at this instant, or go on. A recording is paused, or goes on.
  public void toggle() {
    switch (mode.get()) {
      case NONE -> {
      }
      case LIVE -> {
        if (canGoBack()) {
          goTo(Instants.ofNanos(present()));
        } else {
          position.set(Instants.ofNanos(present()));
          enter(Mode.STANDING, null);
          tell();
        }
      }
      case STANDING, PAST -> goLive();
      case PLAYING -> pausePlayback(true);
      case HALTED -> pausePlayback(false);
    }
  }

  /// Goes so many seconds on, or back when negative, from where the window is.
  public void step(long seconds) {
    var from = position.get();
    choose((from == null ? Instants.ofNanos(present()) : from).plusSeconds(seconds));
  }

  /// Has a recording play so fast.
  public void speed(double wanted) {
    if (playback.get() != null) {
      send(null, wanted, null);
    }
  }

  /// Looks closer at the bar's time (a factor above 1) or from further away. A recording is drawn whole.
  ///
  /// @param share of the width at which time stays where it is
  public void zoom(double factor, double share) {
    if (playback.get() == null && mode.get() != Mode.NONE) {
      boolean live = mode.get() == Mode.LIVE;
      zoomed = true;
      axis.set(axis.get().zoomed(factor, live ? 1 : share, SHORTEST, LONGEST));
      ask();
    }
  }

  /// Moves the stretch that the bar draws, while the window shows an instant of the past.
  ///
  /// @param share of the width
  public void move(double share) {
    if (mode.get() == Mode.PAST) {
      var moved = axis.get().moved(share);
      axis.set(moved.to() > present() ? moved.endingAt(present()) : moved);
      ask();
    }
  }

  private boolean canGoBack() {
    var trail = kept.get().trail();
    return trail != null && trail.from() != null;
  }

  private void pausePlayback(boolean paused) {
    var played = playback.get();
    // One that has ended begins again.
    send(played != null && played.ended() && !paused ? played.from() : null, null, paused);
  }

  // All that is wanted goes in one request: of several that come fast only the last is sent.
  private void send(@Nullable Instant to, @Nullable Double speed, @Nullable Boolean paused) {
    var now = Objects.requireNonNull(playback.get());
    var pending = sent == null ? null : sent.position();
    var there = to == null ? pending : to;
    var next = new Playback(now.from(), now.to(), there == null ? now.position() : there,
        speed == null ? now.speed() : speed, paused == null ? now.paused() : paused, false, now.whole(), now.problem());
    var request = new PlaybackRequest(there, next.speed(), next.paused());
    sent = request;
    refused = "";
    playback.set(next);
    position.set(next.position());
    enter(next.paused() ? Mode.HALTED : Mode.PLAYING, null);
    tell();
    commands.play(request);
  }

  private static Instant within(Instant at, Playback played) {
    return at.isBefore(played.from()) ? played.from() : at.isAfter(played.to()) ? played.to() : at;
  }

  private void enter(Mode newMode, @Nullable Instant at) {
    mode.set(newMode);
    instant.set(at);
  }

  private long present() {
    return Instants.nanos(clock.instant()) + skew;
  }

  private void tell() {
    var at = position.get();
    var played = playback.get();
    if (played != null) {
      words.set(Instants.seconds(Objects.requireNonNullElse(at, played.position())) + " · "
          + TimeWords.place(played.from(), Objects.requireNonNullElse(at, played.position()), played.to()));
    } else {
      var now = Instants.ofNanos(present());
      words.set(at == null ? Instants.seconds(now) : TimeWords.at(at, now));
    }
  }

  private void ask() {
    var wanted = request();
    if (!Objects.equals(wanted, asked)) {
      asked = wanted;
      commands.time(wanted);
    }
  }

  private @Nullable TimeRequest request() {
    var seen = axis.get();
    int step = (int) Math.max(1, seen.length() / SECOND / POINTS);
    // While more and more is kept, not each second is another question.
    long length = Math.ceilDiv(seen.length(), SHORTEST) * SHORTEST;
    return switch (mode.get()) {
      case NONE -> null;
      case LIVE -> new TimeRequest(Duration.ofNanos(length), null, Duration.ofNanos(skew), step);
      case STANDING, PAST, PLAYING, HALTED ->
          new TimeRequest(Duration.ofNanos(seen.length()), Instants.ofNanos(seen.to()), Duration.ZERO, step);
    };
  }
}
