package dev.kioto.console.ui.link;

import dev.kioto.console.api.AttachRequest;
import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.GroupQuery;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.ui.pictures.Raster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks the server and hands its answers to the UI thread through a [Pulse]. Commands come from the UI thread; all
/// waiting happens on virtual threads.
public final class ConsoleLink implements ConsoleCommands, AutoCloseable {
  /*
   * Each question that is asked again and again has a Repeater of its own, so that a slow answer delays only itself.
   * Each kind of answer has an inlet of its own, so that a newer answer replaces only an older one of its kind. What is
   * watched is in one place, which the UI thread writes and all feeds read at each turn.
   */
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration GRAPH_EVERY = Duration.ofSeconds(2);
  private static final ListQuery DIAGNOSES = ListQuery.DEFAULT.with("state", "all").withLimit(300);
  private static final int MOST_RESOURCES = 500;
  private static final List<String> CARDS = List.of("tasks.running", "tasks.scheduled", "tasks.idle",
      "tasks.completed", "polls");
  private static final String NO_RIGHT = ":no-right";
  private static final int MOST_GROUPS = 500;
  private static final Duration BEFORE = Duration.ofSeconds(90);
  private static final Boolean YES = true; // what a feed wants that knows no more than that it is wanted

  private final ConsoleClient client;
  private final Watched watched;
  private final Repeater targets;
  private final TaskFeed task;
  private final Feed<Boolean> workers;
  private final Feed<Boolean> diagnoses;
  private final Feed<ResourceRequest> resources;
  private final Feed<LaneRequest> lanes;
  private final Feed<SeriesRequest> series;
  private final Feed<GraphRequest> graph;
  private final Feed<TimeRequest> time;
  private final Feed<PlaybackRequest> playing;
  private final Feed<Instant> before;
  private final RecordingFeed recording;
  private final Feed<CompletionRequest> completion;
  private final Feed<GroupRequest> groups;
  private final Feed<RelationsRequest> relations;
  private final TargetFeed more;
  private final LabFeed lab;
  private final RunLanesFeed runLanes;
  private final LabMaking labMaking;
  private final List<Feed<?>> feeds;
  private final RowsFeed rows;
  private final Pulse.Inlet<ConsoleNews> serverIn;
  private final Pulse.Inlet<ConsoleNews> pictureIn;
  private final Pulse.Inlet<ConsoleNews> targetsIn;
  private final Pulse.Inlet<ConsoleNews> attachIn;
  private final Pulse.Inlet<ConsoleNews> silenceIn;

  private boolean greeted; // of the repeater that asks for targets
  // UI thread only.
  private Consumer<ConsoleNews> receiver = _ -> {};

  /// A link that does nothing before [#start].
  public ConsoleLink(ConsoleClient client, Pulse pulse) {
    this.client = client;
    watched = new Watched(client);
    Consumer<ConsoleNews> to = this::receive;
    serverIn = pulse.inlet(to);
    pictureIn = pulse.inlet(to);
    targetsIn = pulse.inlet(to);
    attachIn = pulse.inlet(to);
    silenceIn = pulse.inlet(to);
    var common = new Feed.Common(watched, pulse, to);
    rows = new RowsFeed(client, pulse, to);
    targets = new Repeater("targets", EVERY, this::askTargets);
    task = new TaskFeed(client, common);
    workers = Feed.steady("workers", EVERY, common,
        (look, _) -> new ConsoleNews.Workers(look.targetId(), watched.reader(look).workers(look.targetId())),
        (look, _, reason) -> new ConsoleNews.WorkersFailed(look.targetId(), sentence(reason)));
    diagnoses = Feed.steady("diagnoses", EVERY, common,
        (look, _) -> askDiagnoses(look),
        (look, _, reason) -> new ConsoleNews.DiagnosesFailed(look.targetId(), sentence(reason)));
    diagnoses.want(YES);
    resources = Feed.steady("resources", EVERY, common, this::askResources,
        (look, wanted, reason) -> new ConsoleNews.ResourcesFailed(look.targetId(), wanted, sentence(reason)));
    lanes = Feed.once("lanes", common,
        (look, wanted) -> new ConsoleNews.Lanes(look.targetId(), wanted,
            client.lanes(look.targetId(), wanted.from(), wanted.to(), wanted.pixels())),
        (look, wanted, reason) -> new ConsoleNews.LanesFailed(look.targetId(), wanted, sentence(reason)));
    series = Feed.once("series", common, this::askSeries,
        (look, _, reason) -> new ConsoleNews.FiguresFailed(look.targetId(), sentence(reason)));
    graph = Feed.steady("graph", GRAPH_EVERY, common, new GraphQuestion(watched),
        (look, wanted, reason) -> new ConsoleNews.GraphFailed(look.targetId(), wanted, sentence(reason)));
    time = Feed.followed("time", EVERY, common, new TimeQuestion(client),
        (look, _, reason) -> new ConsoleNews.TimeFailed(look.targetId(), sentence(reason)));
    time.follow(true);
    playing = Feed.once("playback", common, this::askPlay,
        (look, wanted, reason) -> new ConsoleNews.NotPlayed(look.targetId(), wanted, sentence(reason)));
    before = Feed.once("before", common, this::askBefore,
        (look, wanted, _) -> new ConsoleNews.FiguresBefore(look.targetId(), wanted, List.of()));
    recording = new RecordingFeed(client, common);
    completion = Feed.once("completion", common,
        (look, wanted) -> new ConsoleNews.Completed(look.targetId(), wanted,
            client.completeFilter(wanted.of(), wanted.text(), wanted.at(), look.targetId())),
        (look, wanted, _) -> new ConsoleNews.Completed(look.targetId(), wanted,
            new FilterCompletion(wanted.at(), List.of())));
    groups = Feed.steady("groups", EVERY, common,
        (look, wanted) -> new ConsoleNews.Groups(look.targetId(), wanted, watched.reader(look).groups(look.targetId(),
            new GroupQuery(wanted.by(), wanted.filter(), wanted.sort(), MOST_GROUPS))),
        (look, wanted, reason) -> new ConsoleNews.GroupsFailed(look.targetId(), wanted, sentence(reason)));
    relations = Feed.steady("relations", GRAPH_EVERY, common, new RelationsQuestion(watched),
        RelationsQuestion::nothing);
    more = new TargetFeed(client, pulse, to);
    lab = new LabFeed(client, pulse, to);
    runLanes = new RunLanesFeed(client.lab(), pulse, to);
    labMaking = new LabMaking(client, pulse, to);
    feeds = Stream.concat(task.feeds().stream(),
        Stream.of(workers, diagnoses, resources, lanes, series, graph, time, playing, before,
            recording.feed(), completion, groups, relations))
        .toList();
  }

  /// Begins to ask.
  ///
  /// @param newReceiver called on the UI thread
  public void start(Consumer<ConsoleNews> newReceiver) {
    receiver = newReceiver;
    targets.start();
    feeds.forEach(Feed::start);
    more.start();
    lab.start();
    runLanes.start();
    labMaking.start();
  }

  private void receive(ConsoleNews news) {
    receiver.accept(news);
  }

  @Override
  public void attach(String address) {
    attach(new AttachRequest(address));
  }

  @Override
  public void attach(String address, String token) {
    attach(new AttachRequest(address, token, null));
  }

  private void attach(AttachRequest program) {
    aside("attach", () -> {
      try {
        attachIn.offer(new ConsoleNews.Attached(client.attach(program)));
        targets.kick();
      } catch (ConsoleClientException e) {
        boolean tokenWanted = e instanceof ProblemException refused && refused.problem().type().endsWith(NO_RIGHT);
        attachIn.offer(new ConsoleNews.NotAttached(program.address(), sentence(e), tokenWanted));
      }
    });
  }

  @Override
  public void processes(boolean wanted) {
    more.wantProcesses(wanted);
  }

  @Override
  public void facts(@Nullable String target) {
    more.wantFacts(target);
  }

  @Override
  public void setLevel(String target, Recorder.Level level) {
    aside("level", () -> {
      more.setLevel(target, level);
      targets.kick();
    });
  }

  @Override
  public void changeSetting(String target, SettingRequest change) {
    aside("setting", () -> more.changeSetting(target, change));
  }

  @Override
  public void detach(String target) {
    aside("detach", () -> {
      try {
        client.detach(target);
      } catch (ProblemException e) {
        if (e.problem().status() != NOT_FOUND) { // which is what was wanted
          attachIn.offer(new ConsoleNews.NotAttached(target, "The target stays: " + sentence(e), false));
        }
      } catch (ConsoleClientException _) {
        // The list that is read next shows whether the target is still there, and whether the server is.
      }
      targets.kick();
    });
  }

  @Override
  public void savePicture(Path file, Raster picture) {
    aside("picture", () -> pictureIn.offer(
        new ConsoleNews.Picture(file, Objects.requireNonNullElse(PictureFile.write(file, picture), ""))));
  }

  @Override
  public void watch(@Nullable String target, WindowRequest request, boolean withWorkers) {
    watched.setLook(target == null ? null : new Watched.Look(target, null));
    workers.want(withWorkers ? YES : null);
    rows.watch(target, request);
    feeds.forEach(Feed::kick);
  }

  @Override
  public void move(WindowRequest request) {
    rows.move(request);
  }

  @Override
  public void at(@Nullable Instant instant) {
    var look = watched.look();
    if (look != null) {
      watched.setLook(new Watched.Look(look.targetId(), instant));
      rows.at(instant);
      before.want(instant);
      feeds.forEach(Feed::kick);
    }
  }

  @Override
  public void time(@Nullable TimeRequest request) {
    time.want(request);
  }

  @Override
  public void play(PlaybackRequest change) {
    playing.want(change);
  }

  @Override
  public void record() {
    recording.begin();
  }

  @Override
  public void endRecording(String recordingId) {
    recording.end(recordingId);
  }

  @Override
  public void followRecording(@Nullable String recordingId) {
    recording.follow(recordingId);
  }

  @Override
  public void inspect(@Nullable String taskId) {
    task.inspect(taskId);
  }

  @Override
  public void relations(@Nullable RelationsRequest request) {
    relations.want(request);
  }

  @Override
  public void cancel(String taskId) {
    var look = watched.look();
    if (look != null) {
      aside("cancel", () -> more.cancel(look.targetId(), taskId));
    }
  }

  @Override
  public void readStack() {
    task.readStack();
  }

  @Override
  public void followStack(boolean on) {
    task.followStack(on);
  }

  @Override
  public void askWhy() {
    task.askWhy();
  }

  @Override
  public void silence(String detector, String site, boolean silent) {
    var look = watched.look();
    aside("silence", () -> {
      try {
        client.setSilent(detector, site, silent);
        diagnoses.kick();
      } catch (ConsoleClientException e) {
        if (look != null) {
          silenceIn.offer(new ConsoleNews.NotSilenced(look.targetId(), sentence(e)));
        }
      }
    });
  }

  @Override
  public void pause(boolean on) {
    watched.setPaused(on);
    if (!on) {
      feeds.forEach(Feed::kick);
    }
  }

  @Override
  public void resources(@Nullable ResourceRequest request) {
    resources.want(request);
  }

  @Override
  public void groups(@Nullable GroupRequest request) {
    groups.want(request);
  }

  @Override
  public void lanes(@Nullable LaneRequest request) {
    lanes.want(request);
  }

  @Override
  public void series(@Nullable SeriesRequest request) {
    series.want(request);
  }

  @Override
  public void graph(@Nullable GraphRequest request) {
    graph.want(request);
  }

  @Override
  public void complete(@Nullable CompletionRequest request) {
    completion.want(request);
  }

  @Override
  public void lab(@Nullable LabRequest request) {
    lab.want(request);
  }

  @Override
  public void labRuns(String experimentId, List<String> runIds) {
    lab.wantRuns(experimentId, runIds);
  }

  @Override
  public void runLanes(@Nullable RunLanesRequest request) {
    runLanes.want(request);
  }

  @Override
  public void saveReport(String experimentId, @Nullable String baseline, Path file) {
    aside("report", () -> lab.saveReport(experimentId, baseline, file));
  }

  @Override
  public void labOptions() {
    aside("lab-options", labMaking::readOptions);
  }

  @Override
  public void planExperiment(ExperimentSpec spec) {
    labMaking.plan(spec);
  }

  @Override
  public void beginExperiment(ExperimentSpec spec) {
    aside("lab-begin", () -> labMaking.begin(spec));
  }

  @Override
  public void compareTargets(CompareRequest wanted) {
    aside("lab-compare", () -> labMaking.compare(wanted));
  }

  @Override
  public void actOnExperiment(String experimentId, LabDeed deed) {
    aside("lab-act", () -> {
      labMaking.act(experimentId, deed);
      lab.kick();
    });
  }

  private void greet() {
    try {
      serverIn.offer(new ConsoleNews.Server(client.health().version()));
    } catch (ProblemException _) {
      // Who does not say its version is not compared; what else it refuses is said where that is asked for.
    }
    greeted = true;
  }

  private void askTargets() {
    try {
      if (!greeted) {
        greet();
      }
      targetsIn.offer(new ConsoleNews.Targets(client.targets()));
    } catch (ConsoleClientException e) {
      greeted = false; // another one may answer next time
      targetsIn.offer(isShutOut(e) ? new ConsoleNews.ShutOut(sentence(e)) : new ConsoleNews.Unreachable(sentence(e)));
    }
  }

  private static boolean isShutOut(ConsoleClientException e) {
    return e instanceof ProblemException refused
        && (refused.problem().status() == UNAUTHORIZED || refused.problem().status() == FORBIDDEN);
  }

  private ConsoleNews.OfTarget askDiagnoses(Watched.Look look) {
    var page = watched.reader(look).diagnoses(look.targetId(), DIAGNOSES);
    var asOf = look.asOf();
    return new ConsoleNews.Diagnoses(look.targetId(), asOf == null ? page : AsThen.page(page, asOf));
  }

  private ConsoleNews.OfTarget askPlay(Watched.Look look, PlaybackRequest wanted) {
    var now = client.play(look.targetId(), wanted);
    targets.kick();
    return new ConsoleNews.Played(look.targetId(), wanted, now);
  }

  private ConsoleNews.OfTarget askBefore(Watched.Look look, Instant instant) {
    var all = CARDS.stream()
        .map(name -> client.series(look.targetId(), name, instant.minus(BEFORE), instant.plusSeconds(1), 1)).toList();
    return new ConsoleNews.FiguresBefore(look.targetId(), instant, all);
  }

  private ConsoleNews.OfTarget askResources(Watched.Look look, ResourceRequest wanted) {
    var query = new ListQuery(Map.of("filter", wanted.filter(), "state", wanted.state()), wanted.sort(),
        MOST_RESOURCES, null);
    return new ConsoleNews.Resources(look.targetId(), wanted, watched.reader(look).resources(look.targetId(), query));
  }

  private ConsoleNews.OfTarget askSeries(Watched.Look look, SeriesRequest wanted) {
    var all = wanted.names().stream()
        .map(name -> client.series(look.targetId(), name, wanted.from(), wanted.to(), wanted.stepSeconds())).toList();
    return new ConsoleNews.Figures(look.targetId(), wanted, all);
  }

  private static void aside(String name, Runnable work) {
    Thread.ofVirtual().name("kioto-ui-" + name).start(work);
  }

  static String sentence(ConsoleClientException e) {
    var message = e.getMessage();
    return message == null || message.isBlank() ? "The server gave no reason" : message;
  }

  /// Ends every connection.
  @Override
  public void close() {
    targets.close();
    feeds.forEach(Feed::close);
    rows.close();
    more.close();
    lab.close();
    runLanes.close();
    labMaking.close();
    client.close();
  }
}
