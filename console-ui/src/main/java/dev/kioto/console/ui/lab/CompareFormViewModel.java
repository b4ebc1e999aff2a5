package dev.kioto.console.ui.lab;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.CompareRequest.ComparedSide;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Two targets, or stretches of their past, that are to be compared without an experiment. UI thread only.
public final class CompareFormViewModel {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final ConsoleCommands commands;
  private final InstantSource clock;
  private final ObservableList<Target> targets;
  private final Side one = new Side();
  private final Side other = new Side();
  private final StringProperty duration = new SimpleStringProperty("30s");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper beginning = new ReadOnlyBooleanWrapper();

  /// @param targets those that there are
  CompareFormViewModel(ConsoleCommands commands, InstantSource clock, ObservableList<Target> targets) {
    this.commands = commands;
    this.clock = clock;
    this.targets = targets;
    for (var side : List.of(one, other)) {
      side.target.subscribe((_, _) -> check());
      side.from.subscribe((_, _) -> check());
      side.to.subscribe((_, _) -> check());
    }
    duration.subscribe((_, _) -> check());
  }

  /// One side: a target, and from when to when.
  public static final class Side {
    private final ObjectProperty<@Nullable Target> target = new SimpleObjectProperty<>();
    private final StringProperty from = new SimpleStringProperty("");
    private final StringProperty to = new SimpleStringProperty("");

    /// What is compared; null before one was chosen.
    public ObjectProperty<@Nullable Target> target() {
      return target;
    }

    /// Where the stretch begins: how long after the beginning of a recording, how long ago for a program, or an instant. Empty for
    /// the beginning of a recording, and for a program that is measured from now on.
    public StringProperty from() {
      return from;
    }

    /// Where it ends, in the same words. Empty for the end of what is kept.
    public StringProperty to() {
      return to;
    }

    /// Whether it is of the past.
    public boolean isPast() {
      var chosen = target.get();
      return (chosen != null && chosen.playback() != null) || !from.get().isBlank() || !to.get().isBlank();
    }
  }

  /// What the other is compared to.
  public Side one() {
    return one;
  }

  /// The other.
  public Side other() {
    return other;
  }

  /// The targets that there are.
  public ObservableList<Target> targets() {
    return targets;
  }

  /// For how long programs that run are measured: `30s`.
  public StringProperty duration() {
    return duration;
  }

  /// What is wrong, as a sentence; empty when nothing is that can be known here.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// What will be done; empty while something is wrong.
  public ReadOnlyStringProperty summary() {
    return summary.getReadOnlyProperty();
  }

  /// Whether it can be begun.
  public ReadOnlyBooleanProperty ready() {
    return ready.getReadOnlyProperty();
  }

  /// Whether the server was asked to begin and has not answered.
  public ReadOnlyBooleanProperty beginning() {
    return beginning.getReadOnlyProperty();
  }

  /// Begins with the targets that there are: those that stood here, where they are still there.
  void fill() {
    beginning.set(false);
    one.target.set(kept(one.target.get(), 0));
    other.target.set(kept(other.target.get(), 1));
    check();
  }

  private @Nullable Target kept(@Nullable Target before, int standard) {
    for (var target : targets) {
      if (before != null && target.id().equals(before.id())) {
        return target;
      }
    }
    return targets.isEmpty() ? null : targets.get(Math.min(standard, targets.size() - 1));
  }

  private void check() {
    try {
      var request = request();
      boolean runs = !one.isPast() || !other.isPast();
      summary.set(
          runs ? (one.isPast() == other.isPast() ? "Both are measured at once, for " : "It takes ") + request.duration()
              : "Both are of the past: it takes a moment");
      problem.set("");
      ready.set(true);
    } catch (IllegalArgumentException e) {
      summary.set("");
      problem.set(String.valueOf(e.getMessage()));
      ready.set(false);
    }
  }

  private CompareRequest request() {
    if (one.target.get() == null || other.target.get() == null) {
      throw new IllegalArgumentException("There is nothing to compare: attach to a program, or open a recording.");
    }
    boolean runs = !one.isPast() || !other.isPast();
    if (runs) {
      time(duration.get().strip());
    }
    return new CompareRequest(side(one), side(other), runs ? duration.get().strip() : null);
  }

  private ComparedSide side(Side side) {
    var target = side.target.get();
    if (target == null) {
      throw new IllegalArgumentException("Choose a target.");
    }
    return new ComparedSide(target.id(), instant(side.from.get().strip(), target),
        instant(side.to.get().strip(), target));
  }

  private @Nullable Instant instant(String text, Target target) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      // a time then
    }
    try {
      var playback = target.playback();
      var time = time(text);
      return playback == null ? clock.instant().minus(time) : playback.from().plus(time);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no time: write 30s or 5m, " + (target.playback() == null
          ? "which is how long ago" : "counted from the recording's beginning")
          + ", or an instant like 2026-11-20T12:28:20Z", e);
    }
  }

  private static Duration time(String text) {
    var match = TIME.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no time: write one like 30s, 500ms or 5m.");
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /// Begins.
  public void begin() {
    if (ready.get() && !beginning.get()) {
      beginning.set(true);
      commands.compareTargets(request());
    }
  }

  /// Learns that it was not begun.
  void refused(String reason) {
    beginning.set(false);
    problem.set(reason);
  }
}
