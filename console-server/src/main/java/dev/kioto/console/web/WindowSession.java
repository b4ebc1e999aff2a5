package dev.kioto.console.web;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowError;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRows;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's window: pushes its rows when they change, at the pace that the client asked for and takes.
final class WindowSession {

  /*
   * One virtual thread a session. It waits until there is something to say, says it, and waits until the socket has
   * taken it before it looks again: at most one message is under way, and a client that reads slowly gets fewer,
   * newer windows. What arrives meanwhile is three fields that the next look reads: the newest request, the newest
   * problem, and that the model changed. A client that stops reading altogether is cut off.
   */
  private static final Logger LOG = LoggerFactory.getLogger(WindowSession.class);
  private static final long LONGEST_SEND_SECONDS = 20;
  private static final long LEAST_GAP_NANOS = 50_000_000L; // between two pushes, however often the window is moved
  private static final int REST = 9; // a listing is followed by a rest of so many times its own duration

  private final WatchedTarget target;
  private final Listings listings;
  private final Session socket;
  private final Thread thread;

  private final Object lock = new Object();
  private @Nullable Wanted wanted; // guarded by lock; null before the first good request
  private boolean moved; // guarded by lock; the newest request was not followed yet
  private boolean changed; // guarded by lock; the model has changed since the last listing
  private @Nullable Refusal refusal; // guarded by lock; to be said
  private boolean closed; // guarded by lock

  // The session's thread only.
  private long lastPushNanos = System.nanoTime() - LEAST_GAP_NANOS;
  private long listingNanos;

  WindowSession(WatchedTarget target, Listings listings, Session socket) {
    this.target = target;
    this.listings = listings;
    this.socket = socket;
    this.thread = Thread.ofVirtual().name("kioto-push-" + target.id()).unstarted(this::run);
  }

  /// A request and what it means.
  private record Wanted(WindowRequest request, TaskListing listing) {
  }

  /// What to do next.
  private sealed interface Step {
    record Push(Wanted what) implements Step {
    }

    record Say(Refusal refusal) implements Step {
    }

    record End() implements Step {
    }
  }

  void start() {
    thread.start();
  }

  /// Follows another request from now on.
  ///
  /// @throws Refusal if it cannot be followed
  void move(WindowRequest request) {
    var listing = new TaskListing(Parameters.filter(request.filter()), Parameters.order(request.sort()), null,
        request.offset(), request.limit());
    synchronized (lock) {
      wanted = new Wanted(request, listing);
      moved = true;
      lock.notifyAll();
    }
  }

  /// Tells the client that its message was not followed. A refusal that was not told yet gives way.
  void refuse(Refusal what) {
    synchronized (lock) {
      refusal = what;
      lock.notifyAll();
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  /// Waits until a closed session has told its client, and cuts the client off when that takes longer.
  void awaitEnd(Duration longest) {
    try {
      if (thread.join(longest)) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    socket.disconnect();
  }

  private void noteChange() {
    synchronized (lock) {
      changed = true;
      lock.notifyAll();
    }
  }

  private void run() {
    try (var _ = target.onChange(this::noteChange)) {
      while (true) {
        switch (awaitStep()) {
          case Step.Push(var what) -> push(what);
          case Step.Say(var what) -> say(what);
          case Step.End() -> {
            end();
            return;
          }
        }
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("A window of target {} was cut off: {}", target.id(), e.toString());
      socket.disconnect();
    } catch (InterruptedException _) {
      socket.disconnect(); // nobody else has the thread: an interrupt ends the session
    } catch (RuntimeException e) {
      LOG.warn("A window of target {} failed", target.id(), e);
      socket.close(1011, "the server failed", Callback.NOOP);
    }
  }

  private Step awaitStep() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (closed || target.isDetached()) return new Step.End();
        if (refusal != null) {
          var said = refusal;
          refusal = null;
          return new Step.Say(said);
        }
        if (wanted == null || !(moved || changed)) {
          lock.wait();
          continue;
        }
        long left = gapNanos(wanted) - (System.nanoTime() - lastPushNanos);
        if (left <= 0) {
          moved = false;
          changed = false;
          return new Step.Push(wanted);
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  /// How long to wait after the last push. Called with `lock` held.
  private long gapNanos(Wanted what) {
    if (moved) return Math.max(LEAST_GAP_NANOS, listingNanos);
    return Math.max(TimeUnit.MILLISECONDS.toNanos(what.request().intervalMillis()), REST * listingNanos);
  }

  private void push(Wanted what) throws TimeoutException, ExecutionException, InterruptedException {
    try {
      long start = System.nanoTime();
      lastPushNanos = start;
      TaskRows<Task> rows = listings.run(() -> target.model().list(what.listing(), TaskMapping::row));
      listingNanos = System.nanoTime() - start;
      send(Replies.text(new Window(TaskMapping.instant(rows.asOf()), rows.total(), rows.matched(),
          what.request().offset(), rows.rows())));
    } catch (Refusal e) {
      forget(what);
      say(e);
    }
  }

  /// A request that turned out not to be followed is not tried again at each change.
  @SuppressWarnings("ReferenceEquality") // an equal request that came since is to be tried
  private void forget(Wanted what) {
    synchronized (lock) {
      if (wanted == what) wanted = null;
    }
  }

  private void say(Refusal what) throws TimeoutException, ExecutionException, InterruptedException {
    send(Replies.text(new WindowError(what.problem(null))));
  }

  private void end() throws TimeoutException, ExecutionException, InterruptedException {
    if (!socket.isOpen()) return;
    if (target.isDetached()) say(Refusal.unknownTarget(target.id()));
    var taken = new CompletableFuture<@Nullable Void>();
    socket.close(1001, "the window ends", Callback.from(() -> taken.complete(null), taken::completeExceptionally));
    taken.get(LONGEST_SEND_SECONDS, TimeUnit.SECONDS);
  }

  /// Returns when the socket has taken the message.
  private void send(String message) throws TimeoutException, ExecutionException, InterruptedException {
    var taken = new CompletableFuture<@Nullable Void>();
    socket.sendText(message, Callback.from(() -> taken.complete(null), taken::completeExceptionally));
    taken.get(LONGEST_SEND_SECONDS, TimeUnit.SECONDS);
  }
}
