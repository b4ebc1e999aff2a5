package dev.kioto.console.ui.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.Health;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Setting;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetList;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowError;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.ui.Fixtures;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A server that speaks the console's API about invented tasks. Can be stopped and started again at the same port.
public final class FakeConsole implements AutoCloseable {
  private static final Recorder RECORDER = Fixtures.recorder(Recorder.Level.TASKS, null, 0);
  private static final int STEP_MILLIS = 50;
  private static final int PUSH_MILLIS = 200;

  private final FakeTasks tasks;
  private final FakePast past;
  private final FakeLanes lanes;
  private final FakeDiagnoses diagnoses = new FakeDiagnoses();
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private final List<WindowRequest> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().name("fake-console").daemon().factory());
  private @Nullable Javalin app;
  private volatile boolean still;
  private volatile String version = "dev";
  private volatile boolean newer;
  private volatile boolean readOnly;
  private volatile boolean wantsToken;
  private volatile String eventInterval = "61";
  private volatile boolean sick;
  private volatile Instant hogSince = Instant.MAX; // when the poll began that keeps worker 2
  private int port;

  /// A server that is not started.
  ///
  /// @param count how many tasks its targets have
  public FakeConsole(int count) {
    tasks = new FakeTasks(count);
    past = new FakePast(count);
    lanes = new FakeLanes(tasks.now());
    var _ = clock.scheduleAtFixedRate(() -> {
      if (!still) {
        tasks.step(STEP_MILLIS * 1_000_000L);
      }
    }, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
    var _ = clock.scheduleAtFixedRate(() -> sockets.values().forEach(this::push), PUSH_MILLIS, PUSH_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /// Starts to listen on 127.0.0.1.
  ///
  /// @param wanted the port; 0 for any that is free
  public FakeConsole start(int wanted) {
    app = Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.routes.get("/api/v1/health", context -> answer(context, 200, new Health("ok", version, 1_000)));
      config.routes.before("/api/v1/*", this::requireToken);
      config.routes.get("/api/v1/targets", context -> answer(context, 200, new TargetList(fresh())));
      config.routes.post("/api/v1/targets", this::attach);
      config.routes.delete("/api/v1/targets/{id}", context -> {
        if (!refused(context)) {
          targets.removeIf(target -> target.id().equals(context.pathParam("id")));
          context.status(204);
        }
      });
      config.routes.get("/api/v1/targets/{id}", context -> answer(context, 200, fresh().getFirst()));
      config.routes.before("/api/v1/targets/{id}/*", this::requireKept);
      config.routes.get("/api/v1/targets/{id}/trail", context -> {
        var trail = past.trail();
        answer(context, trail == null ? 501 : 200, trail == null ? FakePast.noFolder() : trail);
      });
      config.routes.post("/api/v1/targets/{id}/playback", this::play);
      config.routes.get("/api/v1/targets/{id}/workers", context -> answer(context, 200, workers()));
      config.routes.get("/api/v1/targets/{id}/tasks/{task}", context -> found(context, detail(context)));
      config.routes.get("/api/v1/targets/{id}/tasks/{task}/stack", context -> found(context, tasks.stack(
          context.pathParam("task"))));
      config.routes.get("/api/v1/targets/{id}/tasks/{task}/why", context -> answer(context, 200,
          diagnoses.why(context.pathParam("task"), tasks.now())));
      config.routes.get("/api/v1/targets/{id}/diagnoses", context -> answer(context, 200,
          context.queryParam("from") != null ? past.raised() : context.queryParam("asOf") != null ? past.standing()
              : sick ? diagnoses.page(tasks.now()) : new DiagnosisPage(List.of(), 0, null)));
      config.routes.get("/api/v1/targets/{id}/resources", context -> answer(context, 200, FakeResources.page(
          Objects.requireNonNullElse(context.queryParam("filter"), ""),
          Objects.requireNonNullElse(context.queryParam("state"), "live"), tasks.now())));
      config.routes.get("/api/v1/targets/{id}/lanes", context -> answer(context, 200, lanes.window(
          instant(context.queryParam("from")), instant(context.queryParam("to")),
          Integer.parseInt(Objects.requireNonNull(context.queryParam("pixels"))), tasks.now(), hogSince)));
      config.routes.get("/api/v1/targets/{id}/series", context -> answer(context, 200, FakeSeries.of(
          Objects.requireNonNull(context.queryParam("name")),
          Objects.requireNonNull(instant(context.queryParam("from"))),
          Objects.requireNonNull(instant(context.queryParam("to"))),
          Integer.parseInt(Objects.requireNonNull(context.queryParam("step"))))));
      config.routes.get("/api/v1/targets/{id}/wait-for",
          context -> answer(context, 200, FakeGraphs.waits(sick, tasks.now())));
      config.routes.get("/api/v1/targets/{id}/wakes", context -> answer(context, 200, FakeGraphs.wakes(tasks.now())));
      config.routes.get("/api/v1/targets/{id}/tasks/{task}/wakes",
          context -> answer(context, 200, FakeGraphs.wakes(tasks.now())));
      config.routes.get("/api/v1/targets/{id}/tasks", context -> answer(context, 200, seen(context).page(null)));
      config.routes.get("/api/v1/targets/{id}/tasks/{task}/children",
          context -> answer(context, 200, seen(context).page(context.pathParam("task"))));
      config.routes.get("/api/v1/targets/{id}/groups", context -> answer(context, 200, tasks.groups(
          Objects.requireNonNull(context.queryParam("by")),
          Objects.requireNonNullElse(context.queryParam("filter"), ""))));
      config.routes.get("/api/v1/processes",
          context -> answer(context, 200, FakePrograms.processes(targets, tasks.now())));
      config.routes.get("/api/v1/targets/{id}/runs",
          context -> answer(context, 200, FakePrograms.runs(tasks.counts(), tasks.now())));
      config.routes.get("/api/v1/targets/{id}/runtimes",
          context -> answer(context, 200, FakePrograms.runtimes(tasks.counts(), tasks.now(), eventInterval)));
      config.routes.post("/api/v1/targets/{id}/commands/level", this::setLevel);
      config.routes.post("/api/v1/targets/{id}/commands/cancel", this::cancel);
      config.routes.post("/api/v1/targets/{id}/commands/setting", this::changeSetting);
      config.routes.get("/api/v1/targets/{id}/tasks/{task}/operations",
          context -> answer(context, 200, FakeResources.operations(context.pathParam("task"), tasks.now())));
      config.routes.get("/api/v1/filter/complete", context -> answer(context, 200, FakeCompletion.of(
          Objects.requireNonNull(context.queryParam("of")),
          Objects.requireNonNullElse(context.queryParam("text"), ""),
          Integer.parseInt(Objects.requireNonNull(context.queryParam("at"))))));
      FakeLab.serve(config.routes, this::answer);
      config.routes.post("/api/v1/detectors/{id}/commands/{command}", this::silence);
      config.routes.ws("/api/v1/targets/{id}/tasks/window", socket -> {
        socket.onConnect(context -> sockets.put(context.sessionId(), new Socket(context)));
        socket.onMessage(context -> {
          var known = sockets.get(context.sessionId());
          if (known != null) {
            asked(known, ApiJson.mapper().readValue(context.message(), WindowRequest.class));
          }
        });
        socket.onClose(context -> sockets.remove(context.sessionId()));
      });
    }).start("127.0.0.1", wanted);
    port = app.port();
    return this;
  }

  /// Where it listens.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// The port at which it listens or listened.
  public int port() {
    return port;
  }

  /// Every request for rows, in the order in which they arrived.
  public List<WindowRequest> asked() {
    return asked;
  }

  /// Lets time stand still, or pass again.
  public void setStill(boolean now) {
    still = now;
  }

  /// Has its targets refuse whatever acts in them, or not.
  public void setReadOnly(boolean now) {
    readOnly = now;
  }

  /// Lets nobody read without a token, of which it knows none, or everybody.
  public void setWantsToken(boolean now) {
    wantsToken = now;
  }

  /// Has something be wrong with its targets, or nothing.
  public void setSick(boolean now) {
    hogSince = now ? tasks.now().minusMillis(612) : Instant.MAX;
    sick = now;
  }

  /// Keeps so much of the past; nothing unless told.
  public void keepPast(Duration length) {
    past.keep(length);
  }

  /// Adds a recording of four minutes that stands at its beginning and plays.
  public void addRecording(String name) {
    addTarget(name, "file:/tmp/" + name + ".kiorec", TargetState.CONNECTED, null);
    var from = Instant.parse("2026-03-01T10:00:00Z");
    setPlayback(name, new Playback(from, from.plusSeconds(240), from, 1, false, false, true, null));
  }

  /// How a recording plays.
  public Playback playback(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst().map(Target::playback)
        .orElseThrow();
  }

  /// Changes how a recording plays.
  public void setPlayback(String name, Playback playback) {
    targets.replaceAll(target -> target.name().equals(name) ? Fixtures.playing(target, playback) : target);
  }

  /// Forgets a task.
  public void forget(String taskId) {
    tasks.remove(taskId);
  }

  /// Adds a target in the given state.
  public void addTarget(String name, String address, TargetState state, @Nullable String error) {
    addTarget(name, address, state, error, TargetKind.KIOTO, 0);
  }

  /// Adds a target.
  public void addTarget(String name, String address, TargetState state, @Nullable String error, TargetKind kind,
      long dropped) {
    boolean kioto = kind == TargetKind.KIOTO;
    targets.add(new Target(String.valueOf(targets.size() + 1), address, name, state, error, "run-1",
        kioto ? 4121L : null, kioto ? "OpenJDK 64-Bit Server VM 25.0.3+9-LTS" : null, kioto ? "0.1.0" : null, kind,
        kioto ? List.of(Capability.TASK_STACKS, Capability.WORKERS, Capability.RECORDER, Capability.TRACE,
            Capability.RESOURCES, Capability.RUNTIMES, Capability.WAKES, Capability.CONTROL) : List.of(),
        tasks.now(),
        tasks.now(), dropped, tasks.counts(), kioto ? RECORDER : null, null));
  }

  /// Has a target tell of its recorder.
  public void setRecorder(String name, Recorder recorder) {
    targets.replaceAll(target -> target.name().equals(name) ? Fixtures.recording(target, recorder) : target);
  }

  /// Changes the state of a target.
  public void setState(String name, TargetState state, @Nullable String error) {
    targets.replaceAll(target -> target.name().equals(name) ? with(target, state, error) : target);
  }

  /// Stops listening; every connection is cut.
  public void stop() {
    sockets.clear();
    if (app != null) {
      app.stop();
      app = null;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    stop();
  }

  private List<Target> fresh() {
    return targets.stream().map(target -> with(target, target.state(), target.error())).toList();
  }

  private Target with(Target target, TargetState state, @Nullable String error) {
    return new Target(target.id(), target.address(), target.name(), state, error, target.runId(), target.pid(),
        target.platform(), target.version(), target.kind(), target.capabilities(), target.startedAt(),
        target.attachedAt(), target.droppedEvents(), tasks.counts(), target.recorder(), target.playback());
  }

  // Of the past no distribution is known.
  private @Nullable TaskDetail detail(Context context) {
    var detail = seen(context).detail(context.pathParam("task"));
    return detail == null || context.queryParam("asOf") == null ? detail
        : new TaskDetail(detail.task(), detail.asOf(), null, null);
  }

  private FakeTasks seen(Context context) {
    return context.queryParam("asOf") == null ? tasks : past.tasks();
  }

  private void requireToken(Context context) throws JsonProcessingException {
    if (wantsToken && !context.path().endsWith("/health")) {
      answer(context, 401, new Problem("urn:kioto:problem:no-token", "The server wants a token", 401,
          "This server lets nobody read without a token", context.path(), null));
      context.skipRemainingHandlers();
    }
  }

  private void requireKept(Context context) throws JsonProcessingException {
    var asOf = instant(context.queryParam("asOf"));
    var problem = asOf == null ? null : past.problem(asOf);
    if (problem != null) {
      answer(context, problem.status(), problem);
      context.skipRemainingHandlers();
    }
  }

  private void play(Context context) throws JsonProcessingException {
    var wanted = ApiJson.mapper().readValue(context.body(), PlaybackRequest.class);
    var name = targets.get(Integer.parseInt(context.pathParam("id")) - 1).name();
    var now = playback(name);
    var next = new Playback(now.from(), now.to(), Objects.requireNonNullElse(wanted.position(), now.position()),
        Objects.requireNonNullElse(wanted.speed(), now.speed()), Objects.requireNonNullElse(wanted.paused(),
            now.paused()),
        false, now.whole(), now.problem());
    setPlayback(name, next);
    answer(context, 200, next);
  }

  /// Has the server be a newer one: its answers have fields and constants that nobody knows.
  public void setNewer(String newVersion) {
    version = newVersion;
    newer = true;
  }

  private boolean refused(Context context) throws JsonProcessingException {
    if (readOnly) {
      answer(context, 403, new Problem("urn:kioto:problem:read-only-token", "Not with this token", 403,
          "The token lets read and not act: show the server its other token", context.path(), null));
    }
    return readOnly;
  }

  private void attach(Context context) throws JsonProcessingException {
    if (refused(context)) {
      return;
    }
    var address = ApiJson.mapper().readTree(context.body()).path("address").asText();
    if (address.endsWith(":1")) {
      answer(context, 502, new Problem("urn:kioto:problem:unreachable", "Target not reached", 502,
          "Nothing listens at " + address + ": start the program with its instrumentation, or name another address.",
          context.path(), null));
      return;
    }
    if (address.endsWith(":6681") && ApiJson.mapper().readTree(context.body()).path("token").asText().isEmpty()) {
      answer(context, 403, new Problem("urn:kioto:problem:no-right", "The program does not let the collector do that",
          403, "The program lets nobody read without its token", context.path(), null));
      return;
    }
    addTarget("demo-" + (targets.size() + 1), address, TargetState.CONNECTED, null);
    answer(context, 201, targets.getLast());
  }

  private void setLevel(Context context) throws JsonProcessingException {
    if (refuses(context)) {
      return;
    }
    var id = context.pathParam("id");
    var level = Recorder.Level.valueOf(ApiJson.mapper().readTree(context.body()).path("level").asText());
    var recorder = new Recorder(level, level, null, 0, 0, 123_456, 41_234, 0.042, 0.25, 7_340_000, 405, 1);
    targets.replaceAll(target -> target.id().equals(id) ? Fixtures.recording(target, recorder) : target);
    answer(context, 200, recorder);
  }

  private void cancel(Context context) throws JsonProcessingException {
    var id = ApiJson.mapper().readTree(context.body()).path("taskId").asText();
    if (id.equals("13")) {
      answer(context, 409, new Problem("urn:kioto:problem:not-now", "Not now", 409,
          "Task 13 is a job of the blocking pool: it cannot be cancelled once it runs", context.path(), null));
    } else if (!refuses(context)) {
      tasks.remove(id);
      context.status(204);
    }
  }

  private void changeSetting(Context context) throws JsonProcessingException {
    var change = ApiJson.mapper().readValue(context.body(), SettingRequest.class);
    if (refuses(context)) {
      return;
    }
    if (!change.value().matches("[0-9]+")) {
      answer(context, 400, new Problem("urn:kioto:problem:value", "The program does not take that", 400,
          "event-interval '" + change.value() + "' is not a whole number", context.path(), null));
      return;
    }
    eventInterval = change.value();
    answer(context, 200, new Setting(change.name(), change.value(), "", true, true));
  }

  private boolean refuses(Context context) throws JsonProcessingException {
    if (readOnly) {
      answer(context, 403, new Problem("urn:kioto:problem:no-right", "The program does not let the collector do that",
          403, "It lets this collector read alone: show it its token for acting", context.path(), null));
    }
    return readOnly;
  }

  private void silence(Context context) throws JsonProcessingException {
    if (refused(context)) {
      return;
    }
    var detector = context.pathParam("id");
    diagnoses.silence(detector, ApiJson.mapper().readTree(context.body()).path("site").asText(),
        context.pathParam("command").equals("silence"));
    answer(context, 200, new DetectorInfo(detector, "", List.of(), List.of(), List.of()));
  }

  private WorkerList workers() {
    var workers = new ArrayList<Worker>();
    for (int i = 0; i < 4; i++) {
      boolean parked = i == 3;
      boolean hog = sick && i == 2;
      workers.add(new Worker("1", "main", i, "kioto-worker-" + i, parked ? Worker.State.PARKED : Worker.State.POLLING,
          parked ? null : hog ? "13" : String.valueOf(i + 1), parked ? null : hog ? hogSince : tasks.now(),
          tasks.polls() / 4, tasks.passedNanos() * (i + 1) / 5, 0, 0, 0, 0, 0, hog ? 9 : i, 0, 0, 0, 0, false,
          List.of()));
    }
    return new WorkerList(workers, tasks.now());
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private void found(Context context, @Nullable Object answer) throws JsonProcessingException {
    if (answer == null) {
      answer(context, 404, new Problem("urn:kioto:problem:unknown-task", "Unknown task", 404,
          "No task " + context.pathParam("task") + " is kept", context.path(), null));
    } else {
      answer(context, 200, answer);
    }
  }

  private void answer(Context context, int status, Object body) throws JsonProcessingException {
    context.status(status).contentType(status < 400 ? "application/json" : Problem.MEDIA_TYPE).result(json(body));
  }

  private String json(Object body) throws JsonProcessingException {
    JsonNode tree = ApiJson.mapper().valueToTree(body);
    if (newer) {
      Novelties.addTo(tree);
    }
    return ApiJson.mapper().writeValueAsString(tree);
  }

  private void asked(Socket socket, WindowRequest request) {
    asked.add(request);
    int colon = request.filter().indexOf("state:");
    if (colon >= 0 && !request.filter().substring(colon + 6).matches("(?i)(idle|running|scheduled|completed).*")) {
      var problem = new Problem("urn:kioto:problem:filter-syntax", "Filter not understood", 400, "unknown state '"
          + request.filter().substring(colon + 6) + "': write running, scheduled, idle or completed", null, colon + 6);
      send(socket, new WindowError(problem));
      return;
    }
    socket.request = request;
    if (request.asOf() == null) {
      push(socket);
    } else {
      pushPast(socket, request, request.asOf());
    }
  }

  private void pushPast(Socket socket, WindowRequest request, Instant asOf) {
    var problem = past.problem(asOf);
    if (problem != null) {
      send(socket, new WindowError(problem));
      return;
    }
    send(socket, window(past.tasks(), asOf, request));
  }

  private static Window window(FakeTasks of, Instant asOf, WindowRequest request) {
    var rows = of.list(request.filter(), request.sort());
    int from = Math.min(request.offset(), rows.size());
    int to = Math.min(from + request.limit(), rows.size());
    return new Window(asOf, of.counts().total(), rows.size(), from, rows.subList(from, to));
  }

  private void push(Socket socket) {
    var request = socket.request;
    if (request != null && request.asOf() == null) {
      send(socket, window(tasks, tasks.now(), request));
    }
  }

  private void send(Socket socket, Object message) {
    try {
      if (socket.context.session.isOpen()) {
        socket.context.send(json(message));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Socket {
    private final WsContext context;
    private volatile @Nullable WindowRequest request;

    private Socket(WsContext context) {
      this.context = context;
    }
  }

  /// Runs until it is stopped: `FakeConsole [PORT [TASKS]]`.
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7070;
    var fake = new FakeConsole(args.length > 1 ? Integer.parseInt(args[1]) : 1_000).start(port);
    if (args.length < 3) {
      fake.addTarget("shop-api", "127.0.0.1:6669", TargetState.CONNECTED, null, TargetKind.KIOTO, 0);
      fake.addTarget("axum-orders", "127.0.0.1:6670", TargetState.CONNECTED, null, TargetKind.TOKIO, 12_804);
      fake.addTarget("127.0.0.1:6671", "127.0.0.1:6671", TargetState.DISCONNECTED,
          "Nothing listens at 127.0.0.1:6671: start the program with its instrumentation", TargetKind.UNKNOWN, 0);
    }
    System.out.println("fake console at " + fake.uri());
    Thread.currentThread().join();
  }
}
