package dev.kioto.console.ui.status;

import dev.kioto.console.api.Target;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Instants;
import java.time.Instant;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// How fresh the window is: the connection to the server, the connection to the target, and what was lost on the way.
/// UI thread only.
public final class StatusViewModel {
  /// How the window stands to what it shows.
  public enum Connection {
    /// Nothing was heard yet.
    CONNECTING,
    /// What is shown is fresh.
    LIVE,
    /// The server does not answer.
    NO_SERVER,
    /// The server answers, and does not let the window read.
    SHUT_OUT,
    /// The server answers, the target does not.
    NO_TARGET_ANSWER,
    /// The server is being reached for the first time by the target.
    TARGET_CONNECTING
  }

  private final String server;
  private final ReadOnlyObjectWrapper<Connection> connection = new ReadOnlyObjectWrapper<>(Connection.CONNECTING);
  private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper banner = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper versions = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper dropped = new ReadOnlyStringWrapper("");

  private final ReadOnlyStringWrapper recording = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper recordingHint = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper recordingLowered = new ReadOnlyBooleanWrapper();

  // null while the server lets the window read.
  private @Nullable String shutOut;
  // null while the server answers.
  private @Nullable String unreachable;
  // null while rows arrive.
  private @Nullable String rowsLost;
  private boolean answered;
  private boolean past;
  private @Nullable Target target;
  private @Nullable Instant asOf;

  /// The status of a connection that has not been tried yet.
  ///
  /// @param server the server's address, for people
  public StatusViewModel(String server) {
    this.server = server;
    update();
  }

  /// How the window stands to what it shows.
  public ReadOnlyObjectProperty<Connection> connection() {
    return connection.getReadOnlyProperty();
  }

  /// The connection in a few words.
  public ReadOnlyStringProperty text() {
    return text.getReadOnlyProperty();
  }

  /// What is wrong, as a sentence; empty when nothing is.
  public ReadOnlyStringProperty banner() {
    return banner.getReadOnlyProperty();
  }

  /// Whether what is shown is no longer fresh.
  public ReadOnlyBooleanProperty stale() {
    return stale.getReadOnlyProperty();
  }

  /// How many events were lost, with the noun; empty when none.
  public ReadOnlyStringProperty dropped() {
    return dropped.getReadOnlyProperty();
  }

  /// What the target records and what that costs, in a few words; empty when it does not tell.
  public ReadOnlyStringProperty recording() {
    return recording.getReadOnlyProperty();
  }

  /// The same in sentences.
  public ReadOnlyStringProperty recordingHint() {
    return recordingHint.getReadOnlyProperty();
  }

  /// Whether the target records less than was asked for.
  public ReadOnlyBooleanProperty recordingLowered() {
    return recordingLowered.getReadOnlyProperty();
  }

  /// That the server is of another version than the window, and what follows from that; empty when it is not.
  public ReadOnlyStringProperty versions() {
    return versions.getReadOnlyProperty();
  }

  /// Learns the versions of the window and of the server; `dev` is one that is run from classes, which is not compared.
  public void server(String own, String other) {
    boolean same = own.equals(other) || own.equals("dev") || other.equals("dev");
    versions.set(same ? "" : "The server is Kioto " + other + ", the window " + own
        + ": what one of them does not know is missing here. Use the same version of both to see all.");
  }

  /// Learns that the server answers.
  public void answered() {
    answered = true;
    shutOut = null;
    unreachable = null;
    update();
  }

  /// Learns that the server does not let the window read.
  ///
  /// @param reason as a sentence
  public void shutOut(String reason) {
    shutOut = reason;
    unreachable = null;
    update();
  }

  /// Learns that the server does not answer.
  public void unreachable(String reason) {
    shutOut = null;
    unreachable = reason;
    update();
  }

  /// Learns whether rows arrive.
  public void rows(boolean connected, String reason) {
    rowsLost = connected ? null : reason;
    update();
  }

  /// Learns what the server says of the shown target; null when there is none.
  public void target(@Nullable Target newTarget) {
    var before = target;
    if (before == null || newTarget == null || !before.id().equals(newTarget.id())) {
      rowsLost = null;
      asOf = null;
    }
    target = newTarget;
    update();
  }

  /// Learns whether the window shows an instant of the past.
  public void setPast(boolean now) {
    past = now;
    update();
  }

  /// Learns the instant of the rows that arrived last.
  public void asOf(@Nullable Instant instant) {
    asOf = instant;
    update();
  }

  private void update() {
    var now = judge();
    connection.set(now);
    text.set(switch (now) {
      case CONNECTING -> "Connecting to " + server;
      case LIVE -> target == null ? "Connected to " + server : source(target);
      case NO_SERVER -> "No answer from " + server;
      case SHUT_OUT -> "Not let in by " + server;
      case NO_TARGET_ANSWER -> "No connection to " + address();
      case TARGET_CONNECTING -> "Connecting to " + address();
    });
    stale.set(now == Connection.NO_SERVER || now == Connection.SHUT_OUT || now == Connection.NO_TARGET_ANSWER);
    banner.set(switch (now) {
      case CONNECTING, LIVE, TARGET_CONNECTING -> "";
      case SHUT_OUT -> sentence(shutOut) + since();
      case NO_SERVER -> sentence(unreachable != null ? unreachable : rowsLost) + since();
      case NO_TARGET_ANSWER -> sentence(target == null ? null : target.error()) + since();
    });
    var recorder = target == null ? null : target.recorder();
    recording.set(RecordingText.brief(recorder));
    recordingHint.set(recorder == null ? "" : RecordingText.full(recorder));
    recordingLowered.set(recorder != null && recorder.wasLowered());
    // The recorder counts since the program's start, the target since this run was first seen, what the collector lost too.
    long lost = Math.max(target == null ? 0 : target.droppedEvents(), recorder == null ? 0 : recorder.droppedEvents());
    dropped.set(lost == 0 ? "" : Counts.of(lost, "event") + " dropped");
  }

  private Connection judge() {
    var shown = target;
    if (shutOut != null) {
      return Connection.SHUT_OUT;
    }
    if (unreachable != null || (rowsLost != null && shown != null)) {
      return Connection.NO_SERVER;
    }
    if (!answered) {
      return Connection.CONNECTING;
    }
    if (shown == null) {
      return Connection.LIVE;
    }
    return switch (shown.state()) {
      case CONNECTED -> Connection.LIVE;
      case CONNECTING -> Connection.TARGET_CONNECTING;
      case DISCONNECTED -> Connection.NO_TARGET_ANSWER;
    };
  }

  private String source(Target shown) {
    var recording = shown.playback() != null;
    return recording ? "Recording " + shown.address().substring(shown.address().lastIndexOf('/') + 1)
        : (past ? "The past of " : "Live from ") + shown.address();
  }

  private String address() {
    return target == null ? "the target" : target.address();
  }

  private String since() {
    var shown = asOf;
    return shown == null ? " Trying again by itself."
        : " Values as of " + Instants.seconds(shown) + "; trying again by itself.";
  }

  private static String sentence(@Nullable String reason) {
    var text = reason == null || reason.isBlank() ? "The connection was lost" : reason.strip();
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + '.';
  }
}
