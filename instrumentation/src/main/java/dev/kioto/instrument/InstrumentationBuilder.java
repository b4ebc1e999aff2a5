package dev.kioto.instrument;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.Bounds;
import dev.kioto.instrument.endpoint.Acting;
import dev.kioto.instrument.endpoint.ConsoleServer;
import dev.kioto.instrument.endpoint.Limits;
import dev.kioto.instrument.endpoint.Program;
import dev.kioto.instrument.endpoint.Rights;
import dev.kioto.instrument.incident.IncidentWatch;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.trace.TraceLog;
import dev.kioto.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;

/// Options of an [Instrumentation]. Each has a default, which an environment variable replaces; a system property wins over
/// both, and what the program sets here over all. The variable of `kioto.console.bind` is `KIOTO_CONSOLE_BIND`, and so on.
///
/// | option | system property | default |
/// |---|---|---|
/// | [#bind], [#bindUnix] | `kioto.console.bind` (`host:port`, `unix:/path`) | `127.0.0.1:6669`, or nowhere with [#dial] |
/// | the same, for [#install] | `kioto.console` (the same, `on`, `off`), which wins over the one above | |
/// | [#publishInterval] | `kioto.console.publish-interval` (`500ms`, `1s`, `2m`) | 1 s |
/// | [#retention] | `kioto.console.retention` (`1h`) | 1 h |
/// | [#retainedTasks] | `kioto.console.retained-tasks` | 100,000 |
/// | [#retainedResources] | `kioto.console.retained-resources` | 10,000 |
/// | [#retainedOperations] | `kioto.console.retained-operations` | 10,000 |
/// | [#pollDurationHistogramMax] | `kioto.console.poll-duration-histogram-max` (`1s`) | 1 s |
/// | [#scheduledDurationHistogramMax] | `kioto.console.scheduled-duration-histogram-max` (`1s`) | 1 s |
/// | [#wakeEdges] | `kioto.console.wake-edges` | 50,000 |
/// | [#flightRecorder] | `kioto.console.flight-recorder` (`30s`, `0s` for off), `kioto.console.flight-recorder-bytes` | 30 s, 16 MiB |
/// | [#level] | `kioto.console.level` (`off`, `counts`, `tasks`, `trace`) | `tasks` |
/// | [#ringCapacity] | `kioto.console.ring-capacity` (events) | 16,384 |
/// | [#longPoll] | `kioto.console.long-poll` (`10ms`, `0s` for off) | 10 ms |
/// | [#cpuShareCap] | `kioto.console.cpu-share-cap` (`0.25`) | 0.25 of one processor |
/// | [#clientBuffer] | `kioto.console.client-buffer` (bytes) | 32,768 |
/// | [#name] | `kioto.console.name` | the main class or jar |
/// | [#readToken] | `kioto.console.read-token-file` (a file whose first line it is), `kioto.console.read-token` | none |
/// | [#actToken] | `kioto.console.act-token-file`, `kioto.console.act-token` | none |
/// | [#acting] | `kioto.console.acting` (`on`, `off`) | over the Unix socket alone |
/// | [#tls] | `kioto.console.tls-certificate` and `kioto.console.tls-key` (PEM files) | plain text |
/// | [#insecure] | `kioto.console.insecure` (`on`, `off`) | off |
/// | [#dial] | `kioto.console.dial` (`host:port`); the variable may also be `KIOTO_COLLECTOR` | none |
/// | [#dialToken] | `kioto.console.dial-token-file`, `kioto.console.dial-token` | none |
/// | [#notices], [#withoutNotice] | `kioto.console.notices` (a folder, `off`) | `/tmp/kioto-console-USER` |
/// | [#dialTls] | `kioto.console.dial-tls` (`on`, `off`), `kioto.console.dial-authorities` (a PEM file) | plain text |
///
/// A token on a command line can be read by every user of the machine: give a file.
public final class InstrumentationBuilder {
  private static final int MAX_WAKE_EDGES = 10_000_000;
  private static final long DEFAULT_FLIGHT_BYTES = 16L << 20;
  private static final long MIN_FLIGHT_BYTES = 2L * TraceLog.SEGMENT_BYTES;
  private static final long MAX_FLIGHT_BYTES = 1L << 30;
  private static final double DEFAULT_CPU_SHARE_CAP = 0.25;
  private static final Duration LEAST_HISTOGRAM_MAX = Duration.ofMillis(1);
  private static final Duration GREATEST_HISTOGRAM_MAX = Duration.ofHours(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
  private static final int SMALLEST_BUFFER = 1024;
  private static final int LARGEST_BUFFER = 64 * 1024 * 1024;

  private final EndpointSettings endpoint = new EndpointSettings();
  private Duration retention = Bounds.DEFAULT.retention();
  private int retainedTasks = Bounds.DEFAULT.tasks();
  private int retainedResources = Bounds.DEFAULT.resources();
  private int retainedOperations = Bounds.DEFAULT.operations();
  private Duration pollMax = Bounds.DEFAULT.pollTime();
  private Duration scheduledMax = Bounds.DEFAULT.scheduledTime();
  private int wakeEdges = Bounds.DEFAULT.wakeEdges();
  private Duration flightTime = Duration.ofSeconds(30);
  private long flightBytes = DEFAULT_FLIGHT_BYTES;
  private RecordLevel level = RecordLevel.TASKS;
  private int ringCapacity = Recorder.DEFAULT_RING_CAPACITY;
  private double cpuShareCap = DEFAULT_CPU_SHARE_CAP;
  private Duration longPoll = Duration.ofMillis(10);
  private String name;

  InstrumentationBuilder(Properties properties, Map<String, String> environment) {
    var settings = new SystemSettings(properties, environment);
    name = settings.programName();
    settings.duration("kioto.console.publish-interval", this::publishInterval);
    settings.duration("kioto.console.retention", this::retention);
    settings.integer("kioto.console.retained-tasks", this::retainedTasks);
    settings.integer("kioto.console.retained-resources", this::retainedResources);
    settings.integer("kioto.console.retained-operations", this::retainedOperations);
    settings.duration("kioto.console.poll-duration-histogram-max", this::pollDurationHistogramMax);
    settings.duration("kioto.console.scheduled-duration-histogram-max", this::scheduledDurationHistogramMax);
    settings.integer("kioto.console.wake-edges", this::wakeEdges);
    settings.duration("kioto.console.flight-recorder", time -> flightRecorder(time, flightBytes));
    settings.integer("kioto.console.flight-recorder-bytes", bytes -> flightRecorder(flightTime, bytes));
    settings.text("kioto.console.level", value -> level(levelOf(value)));
    settings.integer("kioto.console.ring-capacity", this::ringCapacity);
    settings.decimal("kioto.console.cpu-share-cap", this::cpuShareCap);
    settings.duration("kioto.console.long-poll", this::longPoll);
    settings.integer("kioto.console.client-buffer", this::clientBuffer);
    settings.text("kioto.console.name", this::name);
    settings.text("kioto.console.notices", endpoint::notices);
    readWays(settings);
    readRights(settings);
  }

  private void readWays(SystemSettings settings) {
    settings.text("kioto.console.bind", endpoint::bind);
    settings.text("kioto.console", endpoint::console);
    settings.path("kioto.console.tls-certificate", file -> endpoint.certificate = file);
    settings.path("kioto.console.tls-key", file -> endpoint.key = file);
    settings.flag("kioto.console.insecure", this::insecure);
    settings.address("kioto.console.dial", this::dial);
    settings.secret("kioto.console.dial-token", this::dialToken);
    settings.secretFile("kioto.console.dial-token-file", this::dialToken);
    settings.flag("kioto.console.dial-tls", on -> endpoint.dialTls = on);
    settings.path("kioto.console.dial-authorities", this::dialTls);
  }

  private void readRights(SystemSettings settings) {
    settings.secret("kioto.console.read-token", this::readToken);
    settings.secretFile("kioto.console.read-token-file", this::readToken);
    settings.secret("kioto.console.act-token", this::actToken);
    settings.secretFile("kioto.console.act-token-file", this::actToken);
    settings.flag("kioto.console.acting", this::acting);
  }

  // --- by which ways consoles come ---

  /// Where consoles are served. Beyond loopback it takes a read token, and TLS or [#insecure].
  ///
  /// @param port from 0 to 65535; 0 picks a free one
  /// @throws IllegalArgumentException when the port is out of range
  public InstrumentationBuilder bind(String host, int port) {
    endpoint.bind(Objects.requireNonNull(host, "host"), port);
    return this;
  }

  /// A Unix socket in place of a port. Only the program's user may open it; a file that a dead program left is replaced, and
  /// the file is removed at the end. Needs a file system with permissions, so not Windows. The stock client takes
  /// `file://localhost/path`.
  ///
  /// @param path at most 103 bytes long, in a folder that exists
  public InstrumentationBuilder bindUnix(Path path) {
    endpoint.bindUnix(Objects.requireNonNull(path, "path"));
    return this;
  }

  /// Serves consoles that are dialled alone, whatever was said before.
  InstrumentationBuilder bindNowhere() {
    endpoint.bindNowhere();
    return this;
  }

  /// Serves the port with TLS. The files are read by [#start].
  ///
  /// @param certificate PEM, with the certificates that lead to a known one after it
  /// @param key PEM, PKCS#8, without a password
  public InstrumentationBuilder tls(Path certificate, Path key) {
    endpoint.certificate = Objects.requireNonNull(certificate, "certificate");
    endpoint.key = Objects.requireNonNull(key, "key");
    return this;
  }

  /// Whether what consoles read, and tokens, may cross a network in plain text; by default not. For a network that is
  /// encrypted itself.
  public InstrumentationBuilder insecure(boolean insecure) {
    endpoint.insecure = insecure;
    return this;
  }

  /// A collector that the program connects to and that then reads it by this connection, where nothing may connect to the
  /// program. When the connection is gone it is made again, after half a second at first and half a minute at the longest.
  /// The program listens nowhere then, unless it is told where.
  ///
  /// @param port from 1 to 65535
  /// @throws IllegalArgumentException when the port is out of range
  public InstrumentationBuilder dial(String host, int port) {
    endpoint.dial(Objects.requireNonNull(host, "host"), port);
    return this;
  }

  /// What the collector that is dialled wants to see, from 16 to 1024 visible ASCII characters; by default nothing.
  ///
  /// @throws IllegalArgumentException when it is none; the message does not contain it
  public InstrumentationBuilder dialToken(String token) {
    Rights.checkToken("the token for the collector", token);
    endpoint.dialToken = token;
    return this;
  }

  /// Dials with TLS, and trusts the authorities that the JVM trusts.
  public InstrumentationBuilder dialTls() {
    endpoint.dialTls = true;
    return this;
  }

  /// Dials with TLS. The file is read by [#start].
  ///
  /// @param authorities PEM, the certificates of who may have signed that of the collector, or that one itself
  public InstrumentationBuilder dialTls(Path authorities) {
    endpoint.dialAuthorities = Objects.requireNonNull(authorities, "authorities");
    return this;
  }

  // --- what they may do ---

  /// What consoles must show to read, from 16 to 1024 visible ASCII characters; by default nothing. Over a Unix socket they
  /// need not show it.
  ///
  /// @throws IllegalArgumentException when it is none; the message does not contain it
  public InstrumentationBuilder readToken(String token) {
    Rights.checkToken("the read token", token);
    endpoint.readToken = token;
    return this;
  }

  /// What lets consoles change the program (cancel a task, set what is recorded), and read it; from 16 to 1024 visible
  /// ASCII characters, and another than the read token. By default there is none.
  ///
  /// @throws IllegalArgumentException when it is none; the message does not contain it
  public InstrumentationBuilder actToken(String token) {
    Rights.checkToken("the act token", token);
    endpoint.actToken = token;
    return this;
  }

  /// Who may change the program without the act token: on whoever may read, off nobody; by default whoever comes through
  /// the Unix socket. Not on together with an act token.
  public InstrumentationBuilder acting(boolean on) {
    endpoint.acting = on ? Acting.READERS : Acting.NOBODY;
    return this;
  }

  // --- what is recorded and sent ---

  /// How long consoles wait between two updates, at least 10 ms.
  ///
  /// @throws IllegalArgumentException when it is shorter
  public InstrumentationBuilder publishInterval(Duration interval) {
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException("publish interval " + interval + ": must be 10 ms or longer");
    }
    endpoint.publishInterval = interval;
    return this;
  }

  /// How long tasks are shown after their end, at least 0.
  ///
  /// @throws IllegalArgumentException when it is negative
  public InstrumentationBuilder retention(Duration retention) {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention " + retention + ": must be 0 or longer");
    }
    this.retention = retention;
    return this;
  }

  /// How many ended tasks are kept at most, at least 0; those that ended first go first.
  ///
  /// @throws IllegalArgumentException when it is negative
  public InstrumentationBuilder retainedTasks(int tasks) {
    retainedTasks = notNegative("retained tasks", tasks);
    return this;
  }

  /// How many ended resources are kept at most, at least 0; those that ended first go first. Timers are not kept.
  ///
  /// @throws IllegalArgumentException when it is negative
  public InstrumentationBuilder retainedResources(int resources) {
    retainedResources = notNegative("retained resources", resources);
    return this;
  }

  /// How many operations that waited for 0.1 s or longer are kept after their end at most, at least 0; those that ended first go
  /// first.
  ///
  /// @throws IllegalArgumentException when it is negative
  public InstrumentationBuilder retainedOperations(int operations) {
    retainedOperations = notNegative("retained operations", operations);
    return this;
  }

  private static int notNegative(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " " + value + ": must be 0 or more");
    }
    return value;
  }

  /// The longest poll that the histograms of polls tell from longer ones, from 1 ms to 1 h. Longer ones are counted as if they
  /// were so long, and as outliers; the longest of them is told exactly.
  ///
  /// @throws IllegalArgumentException when it is out of range
  public InstrumentationBuilder pollDurationHistogramMax(Duration max) {
    pollMax = histogramMax("poll", max);
    return this;
  }

  /// The longest scheduled time that its histograms tell from longer ones: as [#pollDurationHistogramMax].
  ///
  /// @throws IllegalArgumentException when it is out of range
  public InstrumentationBuilder scheduledDurationHistogramMax(Duration max) {
    scheduledMax = histogramMax("scheduled", max);
    return this;
  }

  private static Duration histogramMax(String what, Duration max) {
    if (max.compareTo(LEAST_HISTOGRAM_MAX) < 0 || max.compareTo(GREATEST_HISTOGRAM_MAX) > 0) {
      throw new IllegalArgumentException(what + " duration histogram max " + max + ": must be from 1 ms to 1 h");
    }
    return max;
  }

  /// How many pairs of a waker and a task that it woke are counted at most, from 1 to 10,000,000; those that were at rest
  /// longest go first, and their wakes are counted together. Each takes 48 bytes, once it is needed.
  ///
  /// @throws IllegalArgumentException when it is out of range
  public InstrumentationBuilder wakeEdges(int edges) {
    if (edges < 1 || edges > MAX_WAKE_EDGES) {
      throw new IllegalArgumentException("wake edges " + edges + ": must be from 1 to " + MAX_WAKE_EDGES);
    }
    wakeEdges = edges;
    return this;
  }

  /// How old the events may be that are kept, all of them, to be dumped; and how many bytes they may take, from 131,072 to
  /// 1,073,741,824; while they are dumped up to twice as many. An event takes about ten bytes. A time of 0 is off.
  ///
  /// @throws IllegalArgumentException when one is out of range
  public InstrumentationBuilder flightRecorder(Duration time, long bytes) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("flight recorder time " + time + ": must be 0 or longer");
    }
    if (bytes < MIN_FLIGHT_BYTES || bytes > MAX_FLIGHT_BYTES) {
      throw new IllegalArgumentException(
          "flight recorder bytes " + bytes + ": must be from " + MIN_FLIGHT_BYTES + " to " + MAX_FLIGHT_BYTES);
    }
    flightTime = time;
    flightBytes = bytes;
    return this;
  }

  /// Keeps no events to be dumped.
  public InstrumentationBuilder withoutFlightRecorder() {
    flightTime = Duration.ZERO;
    return this;
  }

  /// How much is recorded from the start. It can be changed while the program runs.
  public InstrumentationBuilder level(RecordLevel level) {
    this.level = Objects.requireNonNull(level, "level");
    return this;
  }

  private static RecordLevel levelOf(String value) {
    try {
      return RecordLevel.valueOf(value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be off, counts, tasks or trace", e);
    }
  }

  /// How many events a thread can have waiting at most: a power of two from 2 to 1048576. A thread that has so many takes
  /// 44 bytes for each.
  ///
  /// @throws IllegalArgumentException when it is not
  public InstrumentationBuilder ringCapacity(int events) {
    if (events < 2 || events > 1 << 20 || Integer.bitCount(events) != 1) {
      throw new IllegalArgumentException("ring capacity " + events + ": must be a power of two from 2 to 1048576");
    }
    ringCapacity = events;
    return this;
  }

  /// From how long on a poll is a long one, of which consoles are told with its stack, from 1 ms to 1 h; 0 has no incidents
  /// watched at all. The polls that go on are looked at twice in that time, and once while nothing is polled.
  ///
  /// @throws IllegalArgumentException when it is out of range
  public InstrumentationBuilder longPoll(Duration length) {
    if (!length.isZero()
        && (length.compareTo(Duration.ofMillis(1)) < 0 || length.compareTo(Duration.ofHours(1)) > 0)) {
      throw new IllegalArgumentException("long poll " + length + ": must be from 1 ms to 1 h, or 0 for none");
    }
    longPoll = length;
    return this;
  }

  /// How much of one processor the console's own threads may take, at least 0; 0 is no cap. When they take more for three
  /// seconds, less is recorded: tasks in place of every event of the scheduler, then counts in place of tasks; and more
  /// again when they have taken less than half of it for a while. Consoles say so, and the log, once.
  ///
  /// @throws IllegalArgumentException when it is negative or not a number
  public InstrumentationBuilder cpuShareCap(double processors) {
    if (!(processors >= 0) || Double.isInfinite(processors)) {
      throw new IllegalArgumentException("share of a processor " + processors
          + ": must be 0 for no cap, or above, 0.25 for a quarter of one processor");
    }
    cpuShareCap = processors;
    return this;
  }

  /// Bytes that may wait for a console that reads slowly before its streams pause, from 1024 to 67,108,864. A console
  /// misses states then, never totals: it gets the latest when it has read. One message more may wait, of up to a megabyte.
  ///
  /// @throws IllegalArgumentException when it is out of range
  public InstrumentationBuilder clientBuffer(int bytes) {
    if (bytes < SMALLEST_BUFFER || bytes > LARGEST_BUFFER) {
      throw new IllegalArgumentException("client buffer " + bytes + ": must be from 1024 to 67108864 bytes");
    }
    endpoint.clientBuffer = bytes;
    return this;
  }

  /// The program's name on consoles, not blank.
  ///
  /// @throws IllegalArgumentException when it is blank
  public InstrumentationBuilder name(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of the program is blank: give one, or leave it to the main class");
    }
    this.name = name;
    return this;
  }

  /// The folder where a file says where this program's consoles are served, as long as they are: `kioto ps` finds it there.
  /// Of the user's own; made when it is not there. A file that cannot be written is left out, and nothing is said.
  public InstrumentationBuilder notices(Path folder) {
    endpoint.notices = Objects.requireNonNull(folder, "folder");
    return this;
  }

  /// No such file: consoles find the program by its address alone.
  public InstrumentationBuilder withoutNotice() {
    endpoint.notices = null;
    return this;
  }

  /// Other limits, for tests.
  InstrumentationBuilder limits(Limits limits) {
    endpoint.limits = limits;
    return this;
  }

  /// Starts to record and to serve consoles.
  ///
  /// @throws IllegalArgumentException when the host is unknown, a file cannot be used, or an option is not safe or not possible
  ///   together with another
  /// @throws UncheckedIOException when the address cannot be bound, another program listening there for one
  public Instrumentation start() {
    var options = endpoint.check();
    var recorder = new Recorder(ringCapacity);
    recorder.setLevel(level);
    var bounds = new Bounds(retention, retainedTasks, retainedResources, retainedOperations, wakeEdges, pollMax,
        scheduledMax);
    var aggregator = new Aggregator(recorder, bounds,
        new TraceLog(Aggregator.saturatedNanos(flightTime), flightBytes, recorder.clock().getAsLong()));
    var program = new Program(name, UUID.randomUUID().toString(), version(), Instant.now());
    var load = new LoadWatch(recorder, aggregator::footprint, cpuShareCap);
    var watch = new IncidentWatch(recorder, aggregator, longPoll.toNanos());
    ConsoleServer server;
    try {
      server = ConsoleServer.start(options, program, recorder, aggregator, load, watch);
    } catch (IOException e) {
      throw new UncheckedIOException(cannotListen(e), e);
    }
    aggregator.start();
    load.start();
    watch.start();
    return new Instrumentation(endpoint.place(), recorder, aggregator, program, load, watch, server);
  }

  /// Starts as [#start] does, and makes the probe that of all runtimes of the process that are built from now on without one.
  /// When consoles cannot be served, their port being taken for one, it says so in one line on the standard error and
  /// records nothing: the program goes on. With `kioto.console=off` it does nothing. The second time, it says that there is
  /// one already, which it gives back, and changes nothing.
  ///
  /// @throws IllegalArgumentException as for [#start]
  public Instrumentation install() {
    return Instrumentation.install(this);
  }

  Instrumentation startAnyway() {
    if (endpoint.off) {
      return Instrumentation.none(Probe.NONE);
    }
    try {
      return start();
    } catch (UncheckedIOException e) {
      Instrumentation.say(String.valueOf(e.getMessage()));
      if (!endpoint.dials()) {
        return Instrumentation.none(Probe.NONE);
      }
    }
    return bindNowhere().start();
  }

  private String cannotListen(IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        reason = String.valueOf(cause.getMessage());
      }
    }
    boolean inUse = reason.contains("in use");
    return "the console cannot listen on " + endpoint.place() + ": "
        + (inUse ? "the address is in use. Another program may be listening there: stop it, or choose" : reason
            + ". Choose")
        + " another by -Dkioto.console.bind=" + endpoint.otherPlace();
  }

  private static String version() {
    String version = Instrumentation.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
