package dev.kioto.console.client;

import dev.kioto.console.api.AttachRequest;
import dev.kioto.console.api.CancelRequest;
import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.DetectorList;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.EndedTaskPage;
import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.Health;
import dev.kioto.console.api.HistoryStatus;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.LevelRequest;
import dev.kioto.console.api.PauseState;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Recording;
import dev.kioto.console.api.RecordingPage;
import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.RunList;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesInfo;
import dev.kioto.console.api.SeriesList;
import dev.kioto.console.api.Setting;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.SilenceRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetList;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.ThresholdRequest;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.api.Why;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A console server, as seen from a Java program.
///
/// Questions block the calling thread until they are answered, 15 s at most (an attach 30 s). Safe for use by any
/// number of threads. Each throws [ProblemException] when the server refuses and [UnreachableException] when it is not
/// reached; an interrupted call throws the latter and leaves the thread interrupted.
public final class ConsoleClient extends TargetReader implements AutoCloseable {

  private final Set<TaskWindow> windows = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private @Nullable ConsoleStream stream; // guarded by lock; null until something is pushed

  private ConsoleClient(HttpExchange http) {
    super(http, null);
  }

  /// A client that shows no token.
  ///
  /// @param server `http://host:port`, with nothing after it but an optional `/`
  /// @throws IllegalArgumentException if the URI is not of that form
  public static ConsoleClient of(URI server) {
    return new ConsoleClient(new HttpExchange(checked(server), null, null));
  }

  /// A client of the server at an address. Nothing is sent yet.
  ///
  /// @param server `http://host:port`, or `https:`, with nothing after it but an optional `/`
  /// @throws IllegalArgumentException if the URI is not of that form
  /// @throws IOException if the authorities cannot be read
  public static ConsoleClient of(URI server, ClientAccess access) throws IOException {
    return new ConsoleClient(new HttpExchange(checked(server), access.token(), access.tls()));
  }

  private static URI checked(URI server) {
    boolean rightScheme = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    String path = server.getPath();
    if (!rightScheme || server.getHost() == null || !(path == null || path.isEmpty() || path.equals("/"))
        || server.getQuery() != null || server.getFragment() != null) {
      throw new IllegalArgumentException(
          "'" + server
              + "' is not the address of a console server: write http://HOST:PORT, like http://127.0.0.1:7070, or https://HOST:PORT");
    }
    return server.resolve("/");
  }

  /// The address of the server, ending in `/`.
  public URI server() {
    return http.server();
  }

  /// That the server answers, and since when.
  public Health health() {
    return get("health", Health.class);
  }

  /// The same targets as they were at an instant: what is asked of it is answered of then.
  ///
  /// @param instant on the server's clock, of a recording on the recording's
  public PastClient asOf(Instant instant) {
    return new PastClient(http, instant);
  }

  /// Every target, in the order in which they were added.
  public List<Target> targets() {
    return get("targets?limit=1000", TargetList.class).targets();
  }

  /// A part of what runs on the server's machine and can be watched, or could be.
  ///
  /// @param cursor the `nextCursor` of the part before, or null for the first
  public ProcessList processes(int limit, @Nullable String cursor) {
    var path = new StringBuilder("processes?limit=").append(limit);
    appendParameter(path, "cursor", cursor);
    return get(path.toString(), ProcessList.class);
  }

  /// One target.
  public Target target(String targetId) {
    return get(targetPath(targetId), Target.class);
  }

  /// Attaches to a program; answers when its first tasks have arrived, or the target that has the address already.
  ///
  /// @param address `host:port` of its instrumentation, or `file:` and the absolute path of a recording
  public Target attach(String address) {
    return attach(new AttachRequest(address));
  }

  /// Attaches to a program that wants to be shown something.
  public Target attach(AttachRequest program) {
    return http.post("targets", program, HttpExchange.ATTACH_TIMEOUT, Target.class);
  }

  /// The runs of a target that are kept, the newest first.
  public List<RunInfo> runs(String targetId) {
    return list(targetId, "/runs", ListQuery.DEFAULT, RunList.class).runs();
  }

  /// Takes in no more news of a target, or takes them in again. The program records on.
  public PauseState setPaused(String targetId, boolean paused) {
    var command = targetPath(targetId) + "/commands/" + (paused ? "pause" : "resume");
    return post(command, Map.of(), PauseState.class);
  }

  /// Has a target record more or less, for all its consoles. Needs the right to act in it.
  ///
  /// @return what is recorded now
  public Recorder setLevel(String targetId, Recorder.Level level) {
    return post(targetPath(targetId) + "/commands/level", new LevelRequest(level), Recorder.class);
  }

  /// Cancels a task of a target. Needs the right to act in it.
  ///
  /// @param taskId the wire id, `Task.id`
  public void cancel(String targetId, String taskId) {
    http.post(targetPath(targetId) + "/commands/cancel", new CancelRequest(taskId));
  }

  /// Changes a setting of a runtime of a target. Needs the right to act in it.
  ///
  /// @return the setting as it is now
  public Setting changeSetting(String targetId, SettingRequest change) {
    return post(targetPath(targetId) + "/commands/setting", change, Setting.class);
  }

  /// Reads the flight recorder of a target into a file, which is replaced: its last events.
  ///
  /// @param last how far back; zero for all there is
  public void dump(String targetId, Duration last, Path file) {
    http.save(targetPath(targetId) + "/commands/dump?lastMillis=" + last.toMillis(), file);
  }

  /// Forgets a target. The program itself is not disturbed.
  public void detach(String targetId) {
    http.delete(targetPath(targetId));
  }

  /// Where a task is now.
  ///
  /// @param taskId the wire id, `Task.id`
  public TaskStack stack(String targetId, String taskId) {
    return get(targetPath(targetId) + "/tasks/" + HttpExchange.encode(taskId) + "/stack", TaskStack.class);
  }

  /// Why a task waits, or waited in the last ten seconds.
  ///
  /// @param taskId the wire id, `Task.id`
  public Why why(String targetId, String taskId) {
    return get(targetPath(targetId) + "/tasks/" + HttpExchange.encode(taskId) + "/why", Why.class);
  }

  /// What the threads of a target did in a window of time, as parts that a screen can tell apart.
  ///
  /// @param from null for ten seconds before the end
  /// @param to null for the newest event
  public Lanes lanes(String targetId, @Nullable Instant from, @Nullable Instant to, int pixels) {
    var path = new StringBuilder(targetPath(targetId)).append("/lanes?pixels=").append(pixels);
    appendParameter(path, "from", from == null ? null : from.toString());
    appendParameter(path, "to", to == null ? null : to.toString());
    return get(path.toString(), Lanes.class);
  }

  /// A part of what is wrong with all targets.
  ///
  /// @param query with `state`, `detector`
  public DiagnosisPage diagnoses(ListQuery query) {
    return listAt("diagnoses", query, DiagnosisPage.class);
  }

  /// One diagnosis.
  public Diagnosis diagnosis(String targetId, String diagnosisId) {
    return get(targetPath(targetId) + "/diagnoses/" + HttpExchange.encode(diagnosisId), Diagnosis.class);
  }

  /// What looks for something wrong, and how it stands with each target.
  public List<DetectorInfo> detectors() {
    return get("detectors", DetectorList.class).detectors();
  }

  /// Sets a threshold of a detector, for all targets.
  public DetectorInfo setThreshold(String detectorId, ThresholdRequest change) {
    return detector(detectorId, "threshold", change);
  }

  /// Has a detector say nothing of what was spawned or made at a place, or speak of it again.
  ///
  /// @param site as of a subject; empty for everything
  public DetectorInfo setSilent(String detectorId, String site, boolean silent) {
    return detector(detectorId, silent ? "silence" : "unsilence", new SilenceRequest(site));
  }

  private DetectorInfo detector(String detectorId, String command, Object request) {
    return post("detectors/" + HttpExchange.encode(detectorId) + "/commands/" + command, request, DetectorInfo.class);
  }

  /// How a filter that is being typed could go on.
  ///
  /// @param of what is filtered: `tasks`
  /// @param text the filter as far as it is typed
  /// @param at where the cursor stands, in characters from 0 to the text's length
  /// @param targetId the target among whose tasks to look for values, or null for none
  public FilterCompletion completeFilter(String of, String text, int at, @Nullable String targetId) {
    var path = new StringBuilder("filter/complete?at=").append(at);
    appendParameter(path, "of", of);
    appendParameter(path, "text", text);
    appendParameter(path, "target", targetId);
    return get(path.toString(), FilterCompletion.class);
  }

  /// Begins to record a target.
  public Recording record(String targetId) {
    return http.post(targetPath(targetId) + "/recordings", null, HttpExchange.ANSWER_TIMEOUT, Recording.class);
  }

  /// A part of the list of recordings, the newest first.
  ///
  /// @param cursor the `nextCursor` of the part before, or null for the first
  public RecordingPage recordings(int limit, @Nullable String cursor) {
    var path = new StringBuilder("recordings?limit=").append(limit);
    appendParameter(path, "cursor", cursor);
    return get(path.toString(), RecordingPage.class);
  }

  /// One recording.
  public Recording recording(String recordingId) {
    return get(recordingPath(recordingId), Recording.class);
  }

  /// Stops a recording that is being made.
  public Recording stopRecording(String recordingId) {
    return http.post(recordingPath(recordingId) + "/commands/stop", null, HttpExchange.ANSWER_TIMEOUT, Recording.class);
  }

  /// Deletes a recording.
  public void deleteRecording(String recordingId) {
    http.delete(recordingPath(recordingId));
  }

  /// Where a target that is a recording is, and how it plays.
  public Playback playback(String targetId) {
    return get(targetPath(targetId) + "/playback", Playback.class);
  }

  /// Changes how a target that is a recording plays.
  public Playback play(String targetId, PlaybackRequest change) {
    return post(targetPath(targetId) + "/playback", change, Playback.class);
  }

  /// The scheduler lab of the server.
  public LabClient lab() {
    return new LabClient(http);
  }

  /// From when to when it can be shown how a target was ([#asOf]), and what is missing there.
  public TrailStatus trail(String targetId) {
    return get(targetPath(targetId) + "/trail", TrailStatus.class);
  }

  /// How the history on the server's disk is.
  public HistoryStatus history() {
    return get("history", HistoryStatus.class);
  }

  /// A figure of a target over time.
  ///
  /// @param name one of those that [#seriesNames] lists
  /// @param stepSeconds the length of each point's time
  public Series series(String targetId, String name, Instant from, Instant to, int stepSeconds) {
    var path = new StringBuilder(targetPath(targetId)).append("/series?step=").append(stepSeconds);
    appendParameter(path, "name", name);
    appendParameter(path, "from", from.toString());
    appendParameter(path, "to", to.toString());
    return get(path.toString(), Series.class);
  }

  /// Every figure that is kept over time.
  public List<SeriesInfo> seriesNames() {
    return get("series", SeriesList.class).series();
  }

  /// A part of the tasks of a target that have ended, the last to end first.
  ///
  /// @param asOf only those that lived at this instant; null for any
  /// @param name part of the name; empty for any
  /// @param cursor the `nextCursor` of the part before, or null for the first
  public EndedTaskPage endedTasks(String targetId, @Nullable Instant asOf, String name, int limit,
      @Nullable String cursor) {
    var path = new StringBuilder(targetPath(targetId)).append("/history/tasks?limit=").append(limit);
    appendParameter(path, "asOf", asOf == null ? null : asOf.toString());
    appendParameter(path, "name", name);
    appendParameter(path, "cursor", cursor);
    return get(path.toString(), EndedTaskPage.class);
  }

  /// Opens a window on a target's task list: its rows are pushed to the listener until the window is closed. Returns at
  /// once; a lost connection is made again by itself.
  public TaskWindow openWindow(String targetId, WindowRequest request, WindowListener listener) {
    var window = new TaskWindow(this, targetId, request, listener, windows::remove);
    windows.add(window);
    window.start();
    return window;
  }

  /// The stream that carries whatever is subscribed to. The first call opens it.
  public ConsoleStream stream() {
    synchronized (lock) {
      var known = stream;
      if (known != null) return known;
      var opened = new ConsoleStream(this);
      stream = opened;
      opened.start();
      return opened;
    }
  }

  /// Closes the client and everything that is pushed to it.
  @Override
  public void close() {
    windows.forEach(TaskWindow::close);
    ConsoleStream opened;
    synchronized (lock) {
      opened = stream;
    }
    if (opened != null) opened.close();
    http.close();
  }

  /// A socket to be opened, which shows the token.
  WebSocket.Builder socket() {
    return http.socket();
  }

  URI windowUri(String targetId) {
    var path = http.server().resolve("api/v1/" + targetPath(targetId) + "/tasks/window").toString();
    return URI.create("ws" + path.substring("http".length()));
  }

  URI streamUri() {
    return URI.create("ws" + http.server().resolve("api/v1/stream").toString().substring("http".length()));
  }

  private <T> T get(String path, Class<T> type) {
    return http.get(path, type);
  }

  private <T> T post(String path, Object message, Class<T> type) {
    return http.post(path, message, HttpExchange.ANSWER_TIMEOUT, type);
  }

  private static String recordingPath(String recordingId) {
    return "recordings/" + HttpExchange.encode(recordingId);
  }
}
