package dev.kioto.console.web;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.collector.ListenerSettings;
import dev.kioto.console.collector.Past;
import dev.kioto.console.collector.Recordings;
import dev.kioto.console.collector.Sampler;
import dev.kioto.console.collector.Trail;
import dev.kioto.console.collector.Moments;
import dev.kioto.console.export.FigureReader;
import dev.kioto.console.export.OtlpPush;
import dev.kioto.console.export.OtlpSettings;
import dev.kioto.console.lab.LabArchive;
import dev.kioto.console.lab.LabHost;
import dev.kioto.console.lab.LabPrograms;
import dev.kioto.console.store.DataFolder;
import dev.kioto.console.store.HistoryStore;
import dev.kioto.console.store.RecentSeries;
import dev.kioto.console.store.StoreSettings;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsHandlerEntry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The collector and its web API, running in this process.
///
/// ```java
/// try (var server = ConsoleServer.builder().port(0).attach("127.0.0.1:6669").start()) {
///   System.out.println(server.uri());
/// }
/// ```
///
/// Safe for use by any thread.
public final class ConsoleServer implements AutoCloseable {

  /// The port when none is named.
  public static final int STANDARD_PORT = 7070;

  private static final long LARGEST_BODY = 64 << 10; // bytes
  private static final int LARGEST_HEADER = 32 << 10; // bytes: the longest filter, every character of it escaped

  private final Exposure exposure;
  private final Collector collector;
  private final @Nullable TemporaryFolder temporary; // null when what is kept is to last, or nothing is
  private final @Nullable DataFolder data; // null when nothing is kept on disk, and so are the next two
  private final @Nullable Recordings recordings;
  private final @Nullable HistoryStore history;
  private final @Nullable Trail trail; // likewise
  private final @Nullable LabHost lab; // likewise, or when nobody said how programs are started
  private final Sampler sampler;
  private final Findings findings;
  private final WindowSocket windows;
  private final StreamSocket stream;
  private final List<Route> api = new ArrayList<>();
  private final Javalin web;
  private final int targetPort;
  private final Object closing = new Object();
  private boolean closed; // guarded by closing
  private final ComparisonResource comparisons;
  private @Nullable OtlpPush push; // null when figures are pushed nowhere; set by the constructor

  private ConsoleServer(Builder builder) throws IOException {
    exposure = Exposure.of(builder.host, builder.port, builder.readToken, builder.actToken, builder.tls,
        builder.insecure);
    if (builder.labCommands) requireActToken(builder);
    temporary = builder.temporary ? TemporaryFolder.make() : null;
    var folder = temporary == null ? builder.data : temporary.path();
    Kept kept;
    try {
      kept = folder == null ? Kept.nothing() : Kept.open(folder, builder.storeSettings, builder.trailLimits);
    } catch (IOException | RuntimeException e) {
      if (temporary != null) temporary.close();
      throw e;
    }
    data = kept.data();
    recordings = kept.recordings();
    history = kept.history();
    var rules = kept.rules();
    trail = kept.trail();
    lab = data == null || builder.labPrograms == null ? null
        : new LabHost(data.lab(), builder.labPrograms, builder.labCommands);
    collector = new Collector(builder.settings, trail);
    var recent = new RecentSeries();
    sampler = Sampler.start(collector, recent, history);
    findings = new Findings(collector, rules, history);
    var listings = new Listings();
    var moments = new Moments(trail, findings::warn);
    windows = new WindowSocket(collector, exposure.guard(), moments, listings);
    stream = new StreamSocket(collector, exposure.guard(), moments, listings, findings, recent);
    var server = new ServerResource();
    var targets = new TargetResource(collector, moments);
    comparisons = new ComparisonResource(targets, data == null ? null : data.lab(), new Past(trail));
    api.addAll(server.routes());
    api.addAll(targets.routes());
    api.addAll(new ProcessResource(collector).routes());
    api.add(windows.route()); // before the tasks, whose ids would match its last part
    api.addAll(new TaskResource(targets, listings).routes());
    api.addAll(new WaitResource(targets, listings).routes());
    api.addAll(new WhyResource(targets).routes());
    api.addAll(new IncidentResource(targets).routes());
    api.addAll(new WakeResource(targets, listings).routes());
    api.addAll(new SchedulerResource(targets).routes());
    api.addAll(new RecordingResource(targets, recordings).routes());
    var experiments = data == null ? null : LabArchive.in(data.lab());
    api.addAll(new LabResource(experiments).routes());
    api.addAll(new LabMakingResource(experiments, lab).routes());
    api.addAll(comparisons.routes());
    api.addAll(new PlaybackResource(targets).routes());
    api.addAll(new TrailResource(targets, trail).routes());
    api.addAll(new HistoryResource(targets, listings, recent, history).routes());
    api.addAll(new CommandResource(targets).routes());
    api.addAll(new GroupResource(targets, listings).routes());
    api.add(stream.route());
    var diagnoses = new DiagnosisResource(targets, findings);
    api.addAll(diagnoses.routes());
    api.addAll(new BundleResource(targets, diagnoses, recent).routes());
    api.addAll(new DetectorResource(collector, findings, rules).routes());
    api.addAll(new FilterResource(collector, listings).routes());
    api.addAll(new TraceResource(targets).routes());
    api.addAll(new LaneResource(targets).routes());
    api.addAll(new RunLaneResource(data == null ? null : LabArchive.in(data.lab())).routes());
    var figures = new FigureReader(collector, findings::detectors, history, () -> windows.size() + stream.size());
    api.addAll(new MetricsResource(figures).routes());
    server.describe(api);
    var all = new ArrayList<>(api);
    all.addAll(server.pages());
    web = Javalin.create(config -> configure(config, all));
    Thread.ofVirtual().name("kioto-warm-up").start(() -> WarmUp.run(collector));
    try {
      builder.targets.forEach(collector::add);
      targetPort = builder.listener == null ? -1 : collector.listen(builder.listener);
      listen();
      push = builder.otlp == null ? null : OtlpPush.start(builder.otlp, figures);
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  /// A server to be set up.
  public static Builder builder() {
    return new Builder();
  }

  // Of a server without one every user of the machine may act.
  private static void requireActToken(Builder builder) throws IOException {
    if (builder.actToken != null) return;
    throw new IOException("Whoever may act could have the lab run any command as you, and without an act token that is "
        + "whoever reaches the server: give one by --act-token-file, or leave --lab-commands out");
  }

  private void configure(JavalinConfig config, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setRequestHeaderSize(LARGEST_HEADER);
      http.setSendServerVersion(false);
    });
    exposure.configure(config.jetty);
    config.routes.before(request -> {
      exposure.guard().checkPlace(request);
      request.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    });
    for (var route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), request -> {
        exposure.guard().tokens().check(request, route.right());
        Parameters.requireKnown(request, route.parameters());
        route.handler().handle(request);
      });
    }
    for (var socket : List.of(windows, stream)) {
      config.routes.wsBeforeUpgrade(socket.path(), socket::beforeUpgrade);
      config.routes.ws(socket.path(), socket::configure);
    }
    ProblemHandlers.configure(config, LARGEST_BODY);
  }

  private void listen() throws IOException {
    try {
      web.start(exposure.host(), exposure.port());
    } catch (JavalinBindException e) {
      var inUse = new BindException("Port " + exposure.port() + " of " + exposure.host()
          + " is in use by another program, or not yours to take: name another with --port, or 0 for any free one");
      inUse.initCause(e);
      throw inUse;
    }
  }

  /// The port that the server listens on.
  public int port() {
    return web.port();
  }

  /// The port where programs dial in; -1 when they cannot.
  public int targetPort() {
    return targetPort;
  }

  /// The server's address, `http://host:port/`, or `https:` with TLS.
  public URI uri() {
    var host = exposure.host();
    var name = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    return URI.create(exposure.scheme() + "://" + name + ":" + port() + "/");
  }

  /// What the router serves, for tests.
  List<Endpoint> routes() {
    return web.unsafe.internalRouter.allHttpHandlers().stream().map(parsed -> parsed.endpoint).toList();
  }

  /// The names of what a route takes in its query, for tests.
  List<String> parameters(String method, String path) {
    return api.stream().filter(route -> route.method().name().equals(method) && route.path().equals(path))
        .flatMap(route -> route.parameters().stream()).filter(one -> one.in().equals("query"))
        .map(Route.Parameter::name)
        .toList();
  }

  /// What may be opened a socket at, for tests.
  List<WsHandlerEntry> sockets() {
    return web.unsafe.internalRouter.allWsHandlers();
  }

  /// What watches the programs.
  public Collector collector() {
    return collector;
  }

  /// Stops the server and takes every target off. When it returns the server has stopped, whoever called it first.
  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) closeAll();
      closed = true;
    }
  }

  private void closeAll() {
    if (lab != null) lab.close();
    windows.closeAll(); // before their targets are gone: a client that is told so gives up, and does not come back
    stream.closeAll();
    if (push != null) push.close();
    comparisons.close();
    sampler.close();
    findings.close();
    if (recordings != null) recordings.close();
    if (history != null) history.close();
    collector.close();
    if (trail != null) trail.close();
    if (data != null) data.close();
    if (temporary != null) temporary.close();
    web.stop();
  }

  /// Sets up a server.
  public static final class Builder {

    private final List<String> targets = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port = STANDARD_PORT;
    private @Nullable String readToken;
    private @Nullable String actToken;
    private @Nullable Tls tls;
    private boolean insecure;
    private @Nullable ListenerSettings listener;
    private CollectorSettings settings = CollectorSettings.DEFAULT;
    private @Nullable OtlpSettings otlp;
    private @Nullable LabPrograms labPrograms;
    private boolean labCommands;
    private @Nullable Path data;
    private boolean temporary;
    private StoreSettings storeSettings = StoreSettings.STANDARD;
    private Trail.Limits trailLimits = Trail.Limits.STANDARD;

    private Builder() {}

    /// The address to listen on: 127.0.0.1 unless told. One that others reach needs a token, and TLS unless
    /// [#insecure] says otherwise.
    public Builder host(String address) {
      host = address;
      return this;
    }

    /// What lets whoever shows it read, from 16 to 1024 visible ASCII characters. Without one, whoever reaches the server on
    /// loopback reads. A secret.
    public Builder readToken(@Nullable String token) {
      readToken = token;
      return this;
    }

    /// What lets whoever shows it act, and read; the same. Without any token, whoever reads acts. A secret.
    public Builder actToken(@Nullable String token) {
      actToken = token;
      return this;
    }

    /// Speaks TLS.
    ///
    /// @param certificate PEM, with the certificates that lead to a known one after it
    /// @param key PEM, PKCS#8, without a password
    public Builder tls(Path certificate, Path key) {
      tls = new Tls(certificate, key);
      return this;
    }

    /// Whether tokens and data may cross a network in plain text, as where a proxy in front of the server speaks TLS:
    /// not unless told.
    public Builder insecure(boolean plain) {
      insecure = plain;
      return this;
    }

    /// The port to listen on; 0 for any free one.
    ///
    /// @throws IllegalArgumentException if it is not from 0 to 65535
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("port must be from 0 to 65535, got " + number);
      }
      port = number;
      return this;
    }

    /// A program to watch from the start, whether it is up yet or not.
    ///
    /// @param address `host:port` of its instrumentation
    public Builder attach(String address) {
      targets.add(address);
      return this;
    }

    /// Lets programs dial in: nobody can unless told.
    public Builder listenTargets(ListenerSettings where) {
      listener = where;
      return this;
    }

    /// The folder in which the server keeps recordings and history; made when it is not there. Without one, it keeps
    /// nothing on disk.
    public Builder data(Path folder) {
      data = folder;
      temporary = false;
      return this;
    }

    /// Keeps recordings and history on disk as long as the server runs: in a folder for temporary files, which it makes for itself
    /// and deletes when it is closed.
    public Builder temporaryData() {
      data = null;
      temporary = true;
      return this;
    }

    /// How much history is kept on disk, when there is a folder for it.
    public Builder keep(StoreSettings howMuch) {
      storeSettings = howMuch;
      return this;
    }

    /// How much is kept on disk of what programs told, so that it can be shown as of a moment, when there is a folder for it.
    public Builder keep(Trail.Limits howMuch) {
      trailLimits = howMuch;
      return this;
    }

    /// Pushes figures by OpenTelemetry's protocol: nowhere unless told.
    public Builder otlp(@Nullable OtlpSettings where) {
      otlp = where;
      return this;
    }

    /// Lets whoever may act make experiments of the demos, when there is a folder for them. Without, experiments are read alone.
    public Builder lab(@Nullable LabPrograms how) {
      labPrograms = how;
      return this;
    }

    /// Lets whoever may act also make experiments of any command, which is run as the user of this process: not unless told. Needs an
    /// [#actToken].
    public Builder labCommands(boolean allowed) {
      labCommands = allowed;
      return this;
    }

    /// How the collector treats its targets.
    public Builder settings(CollectorSettings how) {
      settings = how;
      return this;
    }

    /// Starts the server.
    ///
    /// @throws IOException if the port is in use, the host is not one to listen on so, the files of TLS cannot be used, or the
    ///     data folder is of a newer version, held by another server or broken, or commands are allowed without an act token; the
    ///     message says what to change
    /// @throws IllegalArgumentException if the address of a target is not of the form `host:port`, or a token is too short,
    ///     too long or not visible
    public ConsoleServer start() throws IOException {
      return new ConsoleServer(this);
    }
  }
}
