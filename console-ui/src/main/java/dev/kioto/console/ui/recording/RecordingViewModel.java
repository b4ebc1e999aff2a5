package dev.kioto.console.ui.recording;

import dev.kioto.console.api.Recording;
import dev.kioto.console.api.Target;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// The recording of the shown target that is being made, or was made last. UI thread only.
public final class RecordingViewModel {
  /// What can be done.
  public enum Phase {
    /// There is nothing to record: no target, or one that is a recording.
    NONE,
    /// One can begin.
    READY,
    /// One is to begin.
    BEGINNING,
    /// One is being made.
    RECORDING,
    /// One is to end.
    ENDING,
    /// One was made, and can be opened.
    MADE
  }

  private static final String FILE = "file:";
  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;

  private final ConsoleCommands commands;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.NONE);
  private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private @Nullable Recording recording;

  /// Nothing to record yet.
  public RecordingViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// What can be done.
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /// How long and how large the recording is: `0:12 · 1.2 MB`; empty when there is none.
  public ReadOnlyStringProperty words() {
    return words.getReadOnlyProperty();
  }

  /// Why nothing is recorded, or why the recording ended, as a sentence; empty when all is well.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// The path of the recording's file, on the server's machine; empty when there is none.
  public String path() {
    var made = recording;
    return made == null ? ""
        : made.address().startsWith(FILE) ? made.address().substring(FILE.length()) : made.address();
  }

  /// The folder of the recording's file; empty when there is none, or the file is not on this machine.
  public Optional<Path> folder() {
    try {
      var file = Path.of(path());
      return file.isAbsolute() && Files.exists(file) ? Optional.ofNullable(file.getParent()) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty(); // a path of another system than this
    }
  }

  /// Shows another target, or none; one of which a recording is being made already says so.
  public void reset(@Nullable Target target) {
    recording = null;
    words.set("");
    problem.set("");
    boolean can = target != null && target.playback() == null;
    phase.set(can ? Phase.READY : Phase.NONE);
    commands.followRecording(can ? "" : null);
  }

  /// Begins a recording, or ends the one that is being made.
  public void toggle() {
    problem.set("");
    switch (phase.get()) {
      case NONE, BEGINNING, ENDING -> {
      }
      case READY, MADE -> {
        phase.set(Phase.BEGINNING);
        commands.record();
      }
      case RECORDING -> {
        phase.set(Phase.ENDING);
        commands.endRecording(Objects.requireNonNull(recording).id());
      }
    }
  }

  /// Takes how the recording is; null when none is being made.
  public void show(@Nullable Recording now) {
    if (now == null || phase.get() == Phase.NONE) {
      return;
    }
    boolean first = recording == null || !recording.id().equals(now.id());
    recording = now;
    words.set(words(now));
    problem.set(Objects.requireNonNullElse(now.problem(), ""));
    boolean going = now.state() == Recording.State.RECORDING;
    if (!going) {
      phase.set(Phase.MADE);
      commands.followRecording(null);
    } else if (phase.get() != Phase.ENDING) {
      phase.set(Phase.RECORDING);
      if (first) {
        commands.followRecording(now.id());
      }
    }
  }

  /// Learns that nothing is recorded, or that the recording could not be ended.
  public void failed(String reason) {
    problem.set(reason);
    phase.set(phase.get() == Phase.BEGINNING || recording == null ? Phase.READY : Phase.RECORDING);
  }

  /// Opens the recording that was made, as a target.
  public void open() {
    var made = recording;
    if (made != null) {
      commands.attach(made.address());
      dismiss();
    }
  }

  /// Says no more of the recording that was made; its file stays.
  public void dismiss() {
    if (phase.get() != Phase.RECORDING && phase.get() != Phase.NONE) {
      phase.set(Phase.READY);
      words.set("");
      problem.set("");
    }
  }

  private static String words(Recording of) {
    var from = of.from();
    var to = of.to();
    long seconds = from == null || to == null ? 0 : Math.max(0, Duration.between(from, to).toSeconds());
    return String.format(Locale.ROOT, "%d:%02d · %s", seconds / 60, seconds % 60, size(of.bytes()));
  }

  private static String size(long bytes) {
    return bytes < MEGA ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / KILO))
        : String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
  }
}
