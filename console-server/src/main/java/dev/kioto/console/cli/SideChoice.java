package dev.kioto.console.cli;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.Side;
import dev.kioto.console.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what people write for a side of a comparison.
final class SideChoice {

  private static final Pattern RUN = Pattern.compile("([1-9]\\d{0,8})/(\\d+-[A-Z])");
  private static final Pattern STRETCH = Pattern.compile("(.+)@([^@]*)\\.\\.([^@]*)");

  private final Collector collector;
  private final LabArchive archive;

  SideChoice(Collector collector, LabArchive archive) {
    this.collector = collector;
    this.archive = archive;
  }

  /// The side that is meant, attached to.
  Side side(String text) throws LabException, TargetException, InterruptedException {
    var run = RUN.matcher(text);
    if (run.matches()) return run(run.group(1), run.group(2));
    var stretch = STRETCH.matcher(text);
    if (!stretch.matches()) {
      var target = attach(TargetChoice.addressOf(text, false));
      return new Side(target, label(text, target), null, null);
    }
    var target = attach(TargetChoice.addressOf(stretch.group(1), false));
    var playback = target.playback();
    if (playback == null) {
      throw new CommandFailure(ExitStatus.USAGE, "'" + text
          + "' is a stretch of a program, of which this command keeps nothing: name a recording, or ask a server that has "
          + "watched it (POST /lab/comparisons)");
    }
    var from = instant(text, stretch.group(2), playback.from());
    var to = instant(text, stretch.group(3), playback.from());
    return new Side(target, label(text, target), from, to);
  }

  private Side run(String experiment, String run) throws LabException, TargetException, InterruptedException {
    var made = archive.run(experiment, run);
    var recording = made.recording();
    var at = made.measuredAt();
    if (recording == null || at == null) {
      throw new CommandFailure(ExitStatus.REFUSED, "run " + run + " of experiment " + experiment + " was not recorded");
    }
    var target = attach(Collector.FILE_PREFIX + recording);
    return new Side(target, "run " + run + " of experiment " + experiment, at,
        at.plus(Duration.ofNanos((long) (made.measuredSeconds() * 1e9))));
  }

  // A recording is read beside, wherever it plays: it need not.
  private WatchedTarget attach(String address) throws TargetException, InterruptedException {
    var target = collector.attach(address).target();
    if (target.playback() != null) target.play(null, null, true);
    return target;
  }

  private static String label(String text, WatchedTarget target) {
    var name = target.snapshot().name();
    return target.playback() != null || name.isEmpty() || text.contains(name) ? text : name + " (" + text + ")";
  }

  private static @Nullable Instant instant(String whole, String text, Instant begin) {
    if (text.isEmpty()) return null;
    try {
      return Character.isDigit(text.charAt(0)) && text.indexOf('T') > 0 ? Instant.parse(text)
          : begin.plus(text.equals("0s") ? Duration.ZERO : Units.parse(text));
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw new CommandFailure(ExitStatus.USAGE, "'" + text + "' in '" + whole
          + "' is no time: write FILE.kiorec@10s..40s, counted from its beginning, or instants like 2026-11-20T12:28:20Z");
    }
  }
}
