package dev.kioto.console.ui.link;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ProblemException;
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
  private static final Duration DETAIL_EVERY = Duration.ofMillis(500);
  private static final Duration STACK_EVERY = Duration.ofSeconds(1);

  private final ConsoleClient client;
  private final List<Repeater> repeaters;
  private final Repeater targets;
  private final Repeater workers;
  private final Repeater details;
  private final Repeater stacks;
  private final Pulse.Inlet<ConsoleNews> targetsIn;
  private final Pulse.Inlet<ConsoleNews> attachIn;
  private final Pulse.Inlet<ConsoleNews> workersIn;
  private final Pulse.Inlet<ConsoleNews> rowsIn;
  private final Pulse.Inlet<ConsoleNews> refusedIn;
  private final Pulse.Inlet<ConsoleNews> connectionIn;
  private final Pulse.Inlet<ConsoleNews> detailIn;
  private final Pulse.Inlet<ConsoleNews> stackIn;

  // UI thread only.
  private Consumer<ConsoleNews> receiver = _ -> {};
  private @Nullable TaskWindow window;
  private @Nullable Rows rows;
  // Written by the UI thread, read by the repeaters.
  private volatile @Nullable String targetId;
  private volatile @Nullable String taskId;
  private volatile boolean hasWorkers;
  private volatile boolean paused;
  private volatile boolean follow;
  // Set by the UI thread, cleared by the repeater that reads the stack.
  private volatile boolean stackWanted;

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
    detailIn = pulse.inlet(receiver);
    stackIn = pulse.inlet(receiver);
    targets = new Repeater("targets", TARGETS_EVERY, this::askTargets);
    workers = new Repeater("workers", TARGETS_EVERY, this::askWorkers);
    details = new Repeater("task", DETAIL_EVERY, this::askDetail);
    stacks = new Repeater("stack", STACK_EVERY, this::askStack);
    repeaters = List.of(targets, workers, details, stacks);
  }

  /// Begins to ask.
  ///
  /// @param newReceiver called on the UI thread
  public void start(Consumer<ConsoleNews> newReceiver) {
    receiver = newReceiver;
    repeaters.forEach(Repeater::start);
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
  public void inspect(@Nullable String task) {
    taskId = task;
    details.kick();
  }

  @Override
  public void readStack() {
    stackWanted = true;
    stacks.kick();
  }

  @Override
  public void followStack(boolean on) {
    follow = on;
    if (on) {
      stacks.kick();
    }
  }

  @Override
  public void pause(boolean on) {
    paused = on;
    if (!on) {
      details.kick();
    }
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

  private void askDetail() {
    var target = targetId;
    var task = taskId;
    if (target == null || task == null || paused) {
      return;
    }
    try {
      detailIn.offer(new ConsoleNews.Detail(target, task, client.task(target, task)));
    } catch (ProblemException e) {
      detailIn.offer(e.problem().status() == 404 ? new ConsoleNews.TaskGone(target, task, sentence(e))
          : new ConsoleNews.DetailFailed(target, task, sentence(e)));
    } catch (ConsoleClientException e) {
      detailIn.offer(new ConsoleNews.DetailFailed(target, task, sentence(e)));
    }
  }

  private void askStack() {
    var target = targetId;
    var task = taskId;
    if (target == null || task == null || !(stackWanted || (follow && !paused))) {
      return;
    }
    stackWanted = false;
    try {
      stackIn.offer(new ConsoleNews.Stack(target, task, client.stack(target, task)));
    } catch (ConsoleClientException e) {
      stackIn.offer(new ConsoleNews.StackFailed(target, task, sentence(e)));
    }
  }

  private static void aside(String name, Runnable work) {
    Thread.ofVirtual().name("kioto-ui-" + name).start(work);
  }

  private static String sentence(ConsoleClientException e) {
    var message = e.getMessage();
    return message == null || message.isBlank() ? "The server gave no reason" : message;
  }

  /// Ends every connection.
  @Override
  public void close() {
    repeaters.forEach(Repeater::close);
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
