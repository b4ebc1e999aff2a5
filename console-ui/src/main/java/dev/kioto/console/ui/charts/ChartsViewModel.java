package dev.kioto.console.ui.charts;

import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.SeriesRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The figures of the chosen target over time: which stretch is looked at, what was told of it, and what each figure was where the pointer
/// is. It asks only while it is looked at. UI thread only.
public final class ChartsViewModel {
  /*
   * Figures are on the collector's clock, which is this machine's but for a server elsewhere: the newest point corrects the present when it
   * is ahead of this clock, or far behind it.
   */
  /// The closest look, in nanoseconds.
  public static final long SHORTEST = 30_000_000_000L;
  /// The widest look, in nanoseconds.
  public static final long LONGEST = 7 * 86_400 * 1_000_000_000L;
  private static final long FIRST_LENGTH = 300_000_000_000L;
  private static final long SECOND = 1_000_000_000;
  private static final double LIVE_EDGE = 0.97;
  private static final long FAR_BEHIND = 10 * SECOND;
  private static final int PIXELS_A_POINT = 2;
  private static final double NEAR = 1.5; // steps from a point within which it stands for an instant

  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<TimeAxis> axis = new ReadOnlyObjectWrapper<>(new TimeAxis(0, FIRST_LENGTH));
  private final ReadOnlyObjectWrapper<Map<String, Series>> figures = new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyBooleanWrapper live = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObjectProperty<@Nullable Long> pointed = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable Long> instant = new ReadOnlyObjectWrapper<>();
  private int pixels = 1_000;
  private boolean looked;
  private boolean hasTarget;
  private boolean paused;
  private long skew;
  private long askedAt = Long.MIN_VALUE;

  /// Charts without a target.
  public ChartsViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// What is looked at.
  public ReadOnlyObjectProperty<TimeAxis> axis() {
    return axis.getReadOnlyProperty();
  }

  /// What was told last, by the name of the series.
  public ReadOnlyObjectProperty<Map<String, Series>> figures() {
    return figures.getReadOnlyProperty();
  }

  /// Whether the right edge is the present.
  public ReadOnlyBooleanProperty live() {
    return live.getReadOnlyProperty();
  }

  /// Why the figures are not fresh, as a sentence; empty when all is well.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// The instant under the pointer, in nanoseconds since 1970; null when it is elsewhere.
  public ObjectProperty<@Nullable Long> pointed() {
    return pointed;
  }

  /// Shows another target, or none.
  public void reset(boolean target) {
    hasTarget = target;
    figures.set(Map.of());
    problem.set("");
    askedAt = Long.MIN_VALUE;
    instant.set(null);
    live.set(true);
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    askedAt = Long.MIN_VALUE;
    if (!now) {
      commands.series(null);
    }
  }

  /// Lets the charts stand still, or go on.
  public void pause(boolean on) {
    paused = on;
  }

  /// Shows an instant of the past: it is brought into view and stays marked, and values are those of it. Null for the present.
  public void setInstant(@Nullable Instant now) {
    Long at = now == null ? null : (Long) Instants.nanos(now);
    instant.set(at);
    if (at == null) {
      set(axis.get(), true);
    } else if (at < axis.get().from() || at > axis.get().to()) {
      set(axis.get().endingAt(at + axis.get().length() / 2), false);
    } else {
      live.set(false);
    }
  }

  /// The instant of the past that the window shows, in nanoseconds since 1970; null for the present.
  public ReadOnlyObjectProperty<@Nullable Long> instant() {
    return instant.getReadOnlyProperty();
  }

  /// Learns over how many pixels time is drawn.
  public void width(double newPixels) {
    pixels = Math.clamp(Math.round(newPixels), 50, 5_000);
  }

  /// Time passes: call some times a second.
  ///
  /// @param now this machine's clock, in nanoseconds since 1970
  public void tick(long now) {
    if (!looked || !hasTarget || paused) {
      return;
    }
    boolean due = askedAt == Long.MIN_VALUE || Math.abs(now - askedAt) >= SECOND;
    if (live.get() && due) {
      axis.set(axis.get().endingAt(now + skew));
    }
    if (due && (live.get() || askedAt == Long.MIN_VALUE)) {
      askedAt = now;
      ask();
    }
  }

  /// Takes the server's answer.
  ///
  /// @param now as of [#tick]
  public void show(List<Series> all, long now) {
    problem.set("");
    var byName = new HashMap<String, Series>();
    long newest = 0;
    for (var series : all) {
      byName.put(series.name(), series);
      if (!series.points().isEmpty()) {
        newest = Math.max(newest, Instants.nanos(series.points().getLast().at()));
      }
    }
    if (live.get() && newest > 0) {
      long apart = newest - now;
      skew = apart > 0 || apart < -FAR_BEHIND - 2L * stepSeconds() * SECOND ? apart : 0;
    }
    figures.set(Map.copyOf(byName));
  }

  /// Takes the server's refusal.
  public void failed(String message) {
    problem.set(message);
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

  /// Looks at so much of the past, to the present.
  public void last(long nanos) {
    set(new TimeAxis(axis.get().to() - nanos, nanos), true);
  }

  private void set(TimeAxis newAxis, boolean nowLive) {
    live.set(nowLive);
    axis.set(newAxis);
    askedAt = Long.MIN_VALUE; // at the next tick: a wheel turns many times between two
  }

  private void ask() {
    var seen = axis.get();
    long step = stepSeconds() * SECOND;
    commands.series(
        new SeriesRequest(Chart.series(), Instants.ofNanos(seen.from() - step), Instants.ofNanos(seen.to() + step),
            stepSeconds()));
  }

  private int stepSeconds() {
    return (int) Math.max(1, axis.get().length() / SECOND * PIXELS_A_POINT / pixels);
  }

  /// What a figure was at an instant, or is when that is null; null when it is not known.
  public @Nullable Double value(Chart.Line line, @Nullable Long instant) {
    var known = figures.get().get(line.series());
    if (known == null || known.points().isEmpty()) {
      return null;
    }
    var points = known.points();
    if (instant == null) {
      return line.figure(points.getLast());
    }
    double reach = NEAR * known.stepSeconds() * SECOND;
    @Nullable SeriesPoint nearest = null;
    for (var point : points) {
      long apart = Math.abs(Instants.nanos(point.at()) - instant);
      if (apart <= reach) {
        reach = (double) apart;
        nearest = point;
      }
    }
    return nearest == null ? null : (Double) line.figure(nearest);
  }
}
