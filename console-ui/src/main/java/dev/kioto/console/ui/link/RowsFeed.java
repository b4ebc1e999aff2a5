package dev.kioto.console.ui.link;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.TaskWindow;
import dev.kioto.console.client.WindowListener;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Has the rows of the watched target's task list pushed. UI thread only.
final class RowsFeed implements AutoCloseable {
  /*
   * Rows do not say for which request they are. Those of the present and those of the past have windows of their own, so that what one still
   * says is not taken for the other's; and while a request about the past is under way the next one waits, of which only the newest is sent.
   * So each answer about the past is that to the request that was sent last.
   */
  private static final String UNKNOWN_MOMENT = "urn:kioto:problem:unknown-moment";
  private static final String NO_FOLDER = "urn:kioto:problem:no-data-folder";

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> rowsIn;
  private final Pulse.Inlet<ConsoleNews> refusedIn;
  private final Pulse.Inlet<ConsoleNews> connectionIn;
  private @Nullable Rows rows;
  private @Nullable Instant asOf;
  private WindowRequest request = WindowRequest.DEFAULT;

  RowsFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    // In the order in which they are delivered: what says that rows arrive comes after what says why they did not.
    rowsIn = pulse.inlet(receiver);
    refusedIn = pulse.inlet(receiver);
    connectionIn = pulse.inlet(receiver);
  }

  /// Whether it is the moment that is refused, and not the rest of a request.
  static boolean isOfMoment(Problem problem) {
    return problem.type().equals(UNKNOWN_MOMENT) || problem.type().equals(NO_FOLDER);
  }

  /// Watches another target, at the present; null for none.
  void watch(@Nullable String target, WindowRequest newRequest) {
    asOf = null;
    request = newRequest;
    open(target);
  }

  /// Moves the window on the list.
  void move(WindowRequest newRequest) {
    request = newRequest;
    ask();
  }

  /// Shows the list as it was at an instant; null for the present.
  void at(@Nullable Instant instant) {
    var now = rows;
    boolean crosses = (asOf == null) != (instant == null);
    asOf = instant;
    if (crosses && now != null) {
      open(now.target);
    } else {
      ask();
    }
  }

  private void ask() {
    if (rows != null) {
      rows.ask(request.at(asOf));
    }
  }

  private void open(@Nullable String target) {
    close();
    if (target != null) {
      rows = new Rows(target, request.at(asOf));
    }
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }

  private final class Rows implements WindowListener {
    private final String target;
    private final Object lock = new Object();
    // Guarded by lock, and so are the next two; the first is set once.
    private final TaskWindow window;
    private WindowRequest sent;
    private @Nullable WindowRequest next;
    private boolean underWay; // likewise; of a request about the past alone
    // Set by the UI thread, read by the client's: what a closed window still says concerns nobody.
    private volatile boolean silent;

    private Rows(String target, WindowRequest first) {
      this.target = target;
      sent = first;
      synchronized (lock) {
        underWay = first.asOf() != null;
        window = client.openWindow(target, first, this);
      }
    }

    void ask(WindowRequest wanted) {
      synchronized (lock) {
        if (underWay) {
          next = wanted;
        } else {
          send(wanted);
        }
      }
    }

    // Called with the lock held.
    private void send(WindowRequest wanted) {
      if (!wanted.equals(sent)) {
        sent = wanted;
        underWay = wanted.asOf() != null;
        window.move(wanted);
      }
    }

    /// The instant of what was asked for last; sends what has waited for its answer.
    private @Nullable Instant answered() {
      synchronized (lock) {
        var instant = sent.asOf();
        underWay = false;
        var waiting = next;
        next = null;
        if (waiting != null && !silent) {
          send(waiting);
        }
        return instant;
      }
    }

    @Override
    public void onWindow(Window told) {
      var instant = answered();
      if (!silent) {
        rowsIn.offer(new ConsoleNews.AsOf(instant, new ConsoleNews.Rows(target, told)));
      }
    }

    @Override
    public void onProblem(Problem problem) {
      var instant = answered();
      if (!silent) {
        refusedIn.offer(new ConsoleNews.AsOf(instant, new ConsoleNews.RowsRefused(target, problem)));
      }
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      if (!silent) {
        connectionIn.offer(new ConsoleNews.RowsConnection(target, state == ConnectionState.CONNECTED, reason));
      }
    }

    void close() {
      silent = true;
      window.close();
    }
  }
}
