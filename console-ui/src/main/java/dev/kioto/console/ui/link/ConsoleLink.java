package dev.kioto.console.ui.link;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.TaskWindow;
import dev.kioto.console.client.WindowListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks the server and hands its answers to the UI thread through a [Pulse]. Commands come from the UI thread; all
/// waiting happens on virtual threads.
public final class ConsoleLink implements ConsoleCommands, AutoCloseable {
  /*
   * Each question that is asked again and again has a Repeater of its own, so that a slow answer delays only itself.
   * Each kind of answer has an inlet of its own, so that a newer answer replaces only an older one of its kind. What is
   * asked for is in volatile fields: written by the UI thread, read by the repeaters at each turn.
   */
  private static final Duration TARGETS_EVERY = Duration.ofSeconds(1);

  private final ConsoleClient client;
  private final List<Repeater> repeaters;
  private final Repeater targets;
  private final Repeater workers;
  private final TaskFeed task;
  private final DiagnosesFeed diagnoses;
  private final ResourcesFeed resources;
  private final LanesFeed lanes;
  private final SeriesFeed series;
  private final GraphFeed graph;
  private final Pulse.Inlet<ConsoleNews> targetsIn;
  private final Pulse.Inlet<ConsoleNews> attachIn;
  private final Pulse.Inlet<ConsoleNews> workersIn;
  private final Pulse.Inlet<ConsoleNews> rowsIn;
  private final Pulse.Inlet<ConsoleNews> refusedIn;
  private final Pulse.Inlet<ConsoleNews> connectionIn;

  // UI thread only.
  private Consumer<ConsoleNews> receiver = _ -> {};
  private @Nullable TaskWindow window;
  private @Nullable Rows rows;
  // Written by the UI thread, read by the repeaters.
  private volatile @Nullable String targetId;
  private volatile boolean hasWorkers;
  private volatile boolean paused;

  /// A link that does nothing before [#start].
  public ConsoleLink(ConsoleClient client, Pulse pulse) {
    this.client = client;
    Consumer<ConsoleNews> receiver = this::receive;
    // In the order in which they are delivered: what says that rows arrive comes after what says why they did not.
    targetsIn = pulse.inlet(receiver);
    attachIn = pulse.inlet(receiver);
    workersIn = pulse.inlet(receiver);
    rowsIn = pulse.inlet(receiver);
    refusedIn = pulse.inlet(receiver);
    connectionIn = pulse.inlet(receiver);
    task = new TaskFeed(client, pulse, receiver);
    diagnoses = new DiagnosesFeed(client, pulse, receiver);
    resources = new ResourcesFeed(client, pulse, receiver);
    lanes = new LanesFeed(client, pulse, receiver);
    series = new SeriesFeed(client, pulse, receiver);
    graph = new GraphFeed(client, pulse, receiver);
    targets = new Repeater("targets", TARGETS_EVERY, this::askTargets);
    workers = new Repeater("workers", TARGETS_EVERY, this::askWorkers);
    repeaters = List.of(targets, workers);
  }

  /// Begins to ask.
  ///
  /// @param newReceiver called on the UI thread
  public void start(Consumer<ConsoleNews> newReceiver) {
    receiver = newReceiver;
    repeaters.forEach(Repeater::start);
    task.start();
    diagnoses.start();
    resources.start();
    lanes.start();
    series.start();
    graph.start();
  }

  private void receive(ConsoleNews news) {
    receiver.accept(news);
  }

  @Override
  public void attach(String address) {
    aside("attach", () -> {
      try {
        attachIn.offer(new ConsoleNews.Attached(client.attach(address)));
        targets.kick();
      } catch (ConsoleClientException e) {
        attachIn.offer(new ConsoleNews.NotAttached(address, sentence(e)));
      }
    });
  }

  @Override
  public void detach(String target) {
    aside("detach", () -> {
      try {
        client.detach(target);
      } catch (ConsoleClientException _) {
        // The list that is read next shows whether the target is still there, and whether the server is.
      }
      targets.kick();
    });
  }

  @Override
  public void watch(@Nullable String target, WindowRequest request, boolean withWorkers) {
    if (window != null && rows != null) {
      rows.silent = true;
      window.close();
      window = null;
    }
    targetId = target;
    hasWorkers = withWorkers;
    task.watch(target);
    diagnoses.watch(target);
    resources.watch(target);
    lanes.watch(target);
    series.watch(target);
    graph.watch(target);
    if (target != null) {
      rows = new Rows(target);
      window = client.openWindow(target, request, rows);
      workers.kick();
    }
  }

  @Override
  public void move(WindowRequest request) {
    if (window != null) {
      window.move(request);
    }
  }

  @Override
  public void inspect(@Nullable String taskId) {
    task.inspect(taskId);
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
    aside("silence", () -> diagnoses.silence(detector, site, silent));
  }

  @Override
  public void pause(boolean on) {
    paused = on;
    task.pause(on);
    diagnoses.pause(on);
    resources.pause(on);
    graph.pause(on);
  }

  @Override
  public void resources(@Nullable ResourceRequest request) {
    resources.want(request);
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

  private void askTargets() {
    try {
      targetsIn.offer(new ConsoleNews.Targets(client.targets()));
    } catch (ConsoleClientException e) {
      targetsIn.offer(new ConsoleNews.Unreachable(sentence(e)));
    }
  }

  private void askWorkers() {
    var target = targetId;
    if (target == null || !hasWorkers || paused) {
      return;
    }
    try {
      workersIn.offer(new ConsoleNews.Workers(target, client.workers(target)));
    } catch (ConsoleClientException _) {
      // The rate of polls then has a gap, which shows; the list of targets tells why.
    }
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
    repeaters.forEach(Repeater::close);
    task.close();
    diagnoses.close();
    resources.close();
    lanes.close();
    series.close();
    graph.close();
    client.close();
  }

  private final class Rows implements WindowListener {
    private final String target;
    // Set by the UI thread, read by the client's: what a closed window still says concerns nobody.
    private volatile boolean silent;

    private Rows(String target) {
      this.target = target;
    }

    @Override
    public void onWindow(Window rows) {
      if (!silent) {
        rowsIn.offer(new ConsoleNews.Rows(target, rows));
      }
    }

    @Override
    public void onProblem(Problem problem) {
      if (!silent) {
        refusedIn.offer(new ConsoleNews.RowsRefused(target, problem));
      }
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      if (!silent) {
        connectionIn.offer(new ConsoleNews.RowsConnection(target, state == ConnectionState.CONNECTED, reason));
      }
    }
  }
}
