package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.Intake;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.cause.Why;
import dev.kioto.console.collector.Ingest.Effect;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.console.diagnosis.Source;
import dev.kioto.console.model.SchedulerModel;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.recording.RecordingFile;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program that is watched: connected to, and connected to again when it is lost, until it is detached. Or a recording
/// of one, which plays.
///
/// Questions may be asked by any thread.
public final class WatchedTarget {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedTarget.class);

  // What only the program itself could answer.
  private static final Set<Capability> ONLY_LIVE = Set.of(Capability.TASK_STACKS, Capability.CONTROL,
      Capability.TRACE);

  private final String id;
  private final String address;
  private final @Nullable Way way; // to a program; null for a recording
  private final @Nullable Player player; // of a recording; null for a program
  private final Trail.@Nullable Tape tape; // null when what it tells is not kept
  private final CollectorSettings settings;
  private final Instant attachedAt = Instant.now();
  private final Thread thread;
  private final CountDownLatch detached = new CountDownLatch(1);
  // Completed by the first attempt: with null when the first update has arrived, else with why there is none.
  private final CompletableFuture<@Nullable TargetException> firstAttempt = new CompletableFuture<>();

  private int tryingOut; // guarded by the collector's lock: how many wait for its first attempt
  private boolean kept; // guarded by the collector's lock: it stays, whether it answers or not

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // Written by the target's thread only, each as a whole, and read by any.
  private volatile Ingest ingest;
  private volatile Runnable passed = () -> {}; // set by any thread; the last one wins
  private volatile Link link = new Link(TargetState.CONNECTING, null);
  private volatile long toldVersion = -1; // of the tasks, when listeners were told last; by any thread: too old tells once more
  private volatile boolean paused; // set by any thread; the last one wins
  private volatile @Nullable Connection current; // set before isDetached is read, so that detach closes it

  /// @param trail null when what it tells is not kept
  WatchedTarget(String id, Way way, CollectorSettings settings, @Nullable Trail trail) {
    this.tape = trail == null ? null : trail.tape(way.address().toString(), way.address().toString());
    this.id = id;
    this.way = way;
    this.address = way.address().toString();
    this.settings = settings;
    this.ingest = new Ingest(settings.retention());
    this.player = null;
    this.thread = Thread.ofVirtual().name("kioto-target-" + address).unstarted(() -> watch(way));
  }

  /// A recording as a target: it plays from the start.
  WatchedTarget(String id, String address, RecordingFile recording, CollectorSettings settings) {
    this.tape = null;
    this.id = id;
    this.way = null;
    this.address = address;
    this.settings = settings;
    this.ingest = new Ingest(settings.retention());
    var playing = new Player(recording, settings.retention(), replaced -> ingest = replaced, this::played,
        () -> passed.run());
    this.player = playing;
    this.thread = Thread.ofVirtual().name("kioto-player-" + address).unstarted(playing::run);
  }

  /// Whether the target is heard, and why not.
  private record Link(TargetState state, @Nullable String error) {
  }

  /// Calls a listener after each change of the model, and when the target is detached; by the target's thread or the one
  /// that detaches, so it must be quick and must not throw. The registration is ended by closing it.
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Calls a listener, in place of the one before, at some instants of the last seconds that a jump of a recording passes over: the model is
  /// then as it was. By the thread that plays, which waits for it.
  void onPassed(Runnable listener) {
    passed = listener;
  }

  /// A listener that can be taken off.
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Tells the listeners of a change of the tasks that the program did not tell of itself, if there was one.
  void changed() {
    if (model().version() != toldVersion) tell();
  }

  private void tell() {
    toldVersion = model().version(); // first: who changes the model meanwhile tells of it
    listeners.forEach(Runnable::run);
  }

  /// Why the program does not tell something now: a sentence each.
  Map<Source, String> missing() {
    return Missing.of(run(), ingest.recorder());
  }

  void start() {
    thread.start();
  }

  void detach() {
    detached.countDown();
    endConnection();
    if (player != null) player.close();
    listeners.forEach(Runnable::run);
  }

  /// It stays, whether it answers or not. Under the collector's lock.
  void keep() {
    kept = true;
  }

  /// Under the collector's lock.
  boolean isKept() {
    return kept;
  }

  /// Somebody waits for its first attempt. Under the collector's lock.
  void tryOut() {
    tryingOut++;
  }

  /// Somebody waits no more. Under the collector's lock.
  ///
  /// @return whether nobody wants it any more
  boolean triedOut(boolean answered) {
    tryingOut--;
    kept |= answered;
    return !kept && tryingOut == 0;
  }

  CompletableFuture<@Nullable TargetException> firstAttempt() {
    return firstAttempt;
  }

  /// The collector's name for the target.
  public String id() {
    return id;
  }

  /// Lets go of the connection that there is, if any: another one is made.
  void endConnection() {
    var connection = current;
    if (connection != null) connection.close();
  }

  /// How the program is come to; null for a recording.
  @Nullable Way way() {
    return way;
  }

  /// How much is kept of the program.
  Retention retention() {
    return settings.retention();
  }

  /// The last connection that was made, over or not; null before the first.
  @Nullable Connection lastConnection() {
    return current;
  }

  /// Where the program is: `host:port`, `https://host:port`, `unix:/path`, or `dialled:host/name` when it dialled in; or
  /// `file:` and the path of a recording.
  public String address() {
    return address;
  }

  /// Where a recording is and how it plays; null for a program.
  public @Nullable Playback playback() {
    return player == null ? null : player.playback();
  }

  /// Changes how a recording plays; null leaves as it is.
  ///
  /// @param place the instant to go to
  /// @param speed from 0.01 to 1000
  /// @throws TargetException if the target is a program
  public void play(@Nullable Instant place, @Nullable Double speed, @Nullable Boolean paused) throws TargetException {
    if (player == null) {
      throw new TargetException(Kind.UNSUPPORTED, "The target at " + address
          + " is a program, which goes on as it does: only a recording has a place, a speed and a pause");
    }
    player.change(place, speed, paused);
  }

  /// What plays a recording; null for a program.
  @Nullable Player player() {
    return player;
  }

  /// Records everything that the target tells from now on, beginning with what it knows.
  ///
  /// @param path the file, which must not be there yet
  /// @throws TargetException if the target is a recording itself
  /// @throws IOException if the file cannot be written
  public LiveRecording record(Path path) throws TargetException, IOException {
    if (player != null) {
      throw new TargetException(Kind.UNSUPPORTED, "The target at " + address + " is a recording already");
    }
    return LiveRecording.start(path, this);
  }

  /// What the program last told of its recorder; null when it does not.
  @Nullable RecorderState recorderState() {
    return ingest.recorderState();
  }

  /// What the program did in all, by its own count; null when it does not tell.
  public @Nullable Totals totals() {
    var state = ingest.recorderState();
    if (state == null || !state.hasTotals()) return null;
    return Totals.of(state.getTotals());
  }

  /// How long all polls of the program took until now, and how long tasks were runnable before them; null when it does not tell.
  public @Nullable PollTimes pollTimes() {
    return PollTimes.of(ingest.recorderState());
  }

  /// How many messages the target has sent of each kind.
  public Map<String, Long> messages() {
    return ingest.messages();
  }

  /// The connection to the program while it is heard, else null.
  @Nullable Connection connectionNow() {
    return link.state() == TargetState.CONNECTED ? current : null;
  }

  /// Whether the target was taken off the collector.
  public boolean isDetached() {
    return detached.getCount() == 0;
  }

  /// The tasks of the program's present run, or of its last when it is gone. Another model after a restart.
  public TargetModel model() {
    return run().model().tasks();
  }

  /// The program's present run, or its last when it is gone.
  public Run run() {
    return ingest.run();
  }

  /// A run, or null when there is none of that id or it is not kept any more.
  public @Nullable Run run(String runId) {
    return ingest.runs().find(runId);
  }

  /// The target as it is now.
  public Target snapshot() {
    var now = link;
    var life = ingest.run();
    var about = life.program();
    var tasks = life.model().tasks();
    var counts = tasks.counts();
    var playback = playback();
    var error = now.error() == null && playback != null ? playback.problem() : now.error();
    return new Target(id, address, name(life), now.state(), error, life.id(),
        about == null ? null : about.pid(), about == null ? null : about.platform(),
        about == null ? null : about.version(), kind(life), capabilities(about),
        about == null ? null : about.startedAt(), attachedAt, tasks.lostEvents(),
        new TaskCounts(counts.total(), counts.running(), counts.scheduled(), counts.idle(), counts.completed()),
        ingest.recorder(), playback, paused, intake());
  }

  private Intake intake() {
    var oddities = ingest.oddities();
    var model = run().model();
    var resources = model.resources().counts();
    return new Intake(oddities.cutTexts.sum(), oddities.leftOut.sum(), oddities.badHistograms.sum(),
        oddities.clockSteps.sum(), model.tasks().orphanStats() + resources.orphanStats(),
        model.tasks().reusedIds() + resources.reusedIds(),
        model.tasks().refusedTasks() + resources.refused() + model.wakes().counts().refused(),
        oddities.failedStreams.sum(), oddities.missing());
  }

  private String name(Run life) {
    var about = life.program();
    return about == null || about.name().isEmpty() ? address : about.name();
  }

  private static TargetKind kind(Run life) {
    if (life.program() != null) return TargetKind.KIOTO;
    return life.id().isEmpty() ? TargetKind.UNKNOWN : TargetKind.TOKIO;
  }

  private List<Capability> capabilities(@Nullable Program about) {
    if (about == null) return List.of();
    if (player == null) return about.listed();
    return about.listed().stream().filter(one -> !ONLY_LIVE.contains(one)).toList();
  }

  /// A task's histograms, asked of the program now.
  public TaskTimes times(long taskId) {
    var connection = link.state() == TargetState.CONNECTED ? current : null;
    var details = connection == null ? null : connection.details(taskId);
    if (details == null) return TaskTimes.UNKNOWN;
    var polls = switch (details.getPollTimesHistogramCase()) {
      case HISTOGRAM -> decoded(HistogramDecoder.decode(details.getHistogram()));
      case LEGACY_HISTOGRAM -> decoded(HistogramDecoder.decodeLegacy(details.getLegacyHistogram()));
      case POLLTIMESHISTOGRAM_NOT_SET -> null;
    };
    return new TaskTimes(polls, scheduled(details));
  }

  private @Nullable Histogram decoded(@Nullable Histogram histogram) {
    if (histogram == null) ingest.oddities().badHistograms.increment();
    return histogram;
  }

  private @Nullable Histogram scheduled(TaskDetails details) {
    if (!details.hasScheduledTimesHistogram()) return null;
    return decoded(HistogramDecoder.decode(details.getScheduledTimesHistogram()));
  }

  /// Where a task is now.
  ///
  /// @throws TargetException if the program cannot tell, does not know the task, or is not there
  public TaskStack stack(long taskId) throws TargetException {
    requireLive();
    run().require(Capability.TASK_STACKS, "stacks of tasks");
    return connection().stack(taskId);
  }

  /// Why a task waits, or waited. Asks the program for its last events, if it keeps them: what it cannot tell is said in the answer.
  /// Blocks until it has answered.
  ///
  /// @param lastNanos how far back waits for a worker are looked for
  /// @return null when the run has no such task
  public @Nullable Why why(Run of, long taskId, long lastNanos) {
    return new Causes(this, of, ingest.recorder()).why(taskId, lastNanos);
  }

  /// What tasks are parked on, read from their stacks now: a walk over up to 10,000 of them, which the program makes in
  /// slices. Ids of tasks by `class@identity`.
  ///
  /// @throws TargetException if the program cannot tell, or is not there
  public Map<String, List<Long>> parked() throws TargetException {
    requireLive();
    run().require(Capability.TASK_STACKS, "stacks of tasks");
    return connection().parked();
  }

  /// Where the tasks of the program are now: a walk over up to 10,000 of them, which the program makes in slices.
  ///
  /// @throws TargetException if the program cannot tell, or is not there
  public Stacks stacks() throws TargetException {
    requireLive();
    run().require(Capability.TASK_STACKS, "stacks of tasks");
    return connection().stacks();
  }

  private void requireLive() throws TargetException {
    if (player == null) return;
    throw new TargetException(Kind.UNSUPPORTED, "The target at " + address
        + " is a recording, and cannot show stacks of tasks: nobody asked for them when it was made");
  }

  /// The workers of every runtime of the program, as they were last told.
  ///
  /// @throws TargetException if the program cannot tell, or is not there and never told
  public SchedulerModel.Workers workers() throws TargetException {
    run().require(Capability.WORKERS, "its workers");
    var told = run().model().schedulers().workers();
    // Asked before the first have come, the program is asked itself.
    return told.asOf() == 0 ? new KiotoSchedulers(ingest.oddities()).decode(connection().workers()) : told;
  }

  /// What can be asked of the program.
  ///
  /// @throws TargetException if it is not there
  public Commands commands() throws TargetException {
    if (player != null) {
      throw new TargetException(Kind.UNSUPPORTED,
          "The target at " + address + " is a recording, and follows no commands: its program may be long gone");
    }
    return new Commands(run(), connection(), settings.answerTimeout().toNanos());
  }

  /// Has the program send no news, or send them again. It is not paused any more when it was lost and found.
  ///
  /// @throws TargetException if it does not answer, or is not there
  public void setPaused(boolean wanted) throws TargetException {
    var commands = commands();
    if (wanted) {
      commands.pause();
    } else {
      commands.resume();
    }
    paused = wanted;
    listeners.forEach(Runnable::run);
  }

  /// Every run of the program that is kept, the newest first. Empty before it was reached.
  public List<Run> runs() {
    return ingest.runs().all();
  }

  private Connection connection() throws TargetException {
    var now = link;
    var connection = current;
    if (now.state() == TargetState.CONNECTED && connection != null) return connection;
    throw new TargetException(Kind.UNREACHABLE,
        now.error() == null ? "The program at " + address + " has not been reached yet" : now.error());
  }

  private void watch(Way to) {
    var backoff = new Backoff(settings.firstPause(), settings.longestPause());
    while (!isDetached()) {
      try {
        TargetException failure = watchOnce(to, backoff);
        if (isDetached()) break;
        ingest.runs().expire();
        if (failure == null) continue;
        if (link.state() != TargetState.DISCONNECTED) LOG.info("{}", failure.getMessage());
        link = new Link(TargetState.DISCONNECTED, failure.getMessage());
        listeners.forEach(Runnable::run);
        firstAttempt.complete(failure);
        if (!to.isDialled() && detached.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS)) break;
      } catch (InterruptedException _) {
        break; // nobody else has the thread: an interrupt ends the watch
      }
    }
    if (to instanceof Way.Dialled dialled) dialled.drop();
    firstAttempt.complete(new TargetException(Kind.UNREACHABLE, "The target at " + address + " was detached"));
  }

  /// Returns why the connection ended, or null when there was none to begin with.
  private @Nullable TargetException watchOnce(Way to, Backoff backoff) throws InterruptedException {
    Connection connection;
    try {
      connection = to.open();
    } catch (RuntimeException e) {
      return failed(e);
    }
    if (connection == null) return null;
    try (connection) {
      current = connection;
      if (isDetached()) return new TargetException(Kind.UNREACHABLE, "detached");
      paused = false;
      try (var feed = connection.feed(Ingest.KINDS, (kind, at, message) -> take(kind, at, message, backoff),
          ingest.oddities()::lost)) {
        return feed.run();
      }
    } catch (RuntimeException e) {
      return failed(e);
    } finally {
      to.ended();
    }
  }

  private TargetException failed(RuntimeException failure) {
    LOG.warn("Watching {} failed", address, failure);
    return new TargetException(Kind.UNREACHABLE, "Watching " + address + " failed: " + failure, failure);
  }

  private void take(MessageKind kind, long atNanos, MessageLite message, Backoff backoff) {
    var effect = ingest.take(kind, message);
    if (tape != null) tape.take(kind, atNanos, message, ingest);
    if (effect == Effect.NONE) return;
    if (effect == Effect.TOLD) {
      backoff.reset();
      link = new Link(TargetState.CONNECTED, null);
      LOG.info("connected to {} ({})", address, name(ingest.run()));
    }
    tell();
    if (effect == Effect.TOLD) firstAttempt.complete(null); // last: who waited for it finds everything done
  }

  private void played(Effect effect) {
    if (effect == Effect.NONE) return;
    link = new Link(TargetState.CONNECTED, null);
    tell();
    firstAttempt.complete(null);
  }
}
