package dev.kioto.instrument.endpoint;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The one thread that pushes: it owns all feeds, so that none of them needs a lock.
final class Publisher implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Publisher.class.getName());

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
    var thread = new Thread(task, "kioto-console-publisher");
    thread.setDaemon(true);
    return thread;
  });
  // Publisher thread alone.
  private final Set<Feed<?>> feeds = new LinkedHashSet<>();
  // Publisher thread writes, any thread reads.
  private volatile int clients;

  /// Starts ticking.
  void start(Duration interval) {
    long nanos = interval.toNanos();
    var _ = executor.scheduleWithFixedDelay(() -> forEach(Feed::tick), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /// Runs something on the publisher thread, soon. Does nothing once closed.
  void run(Runnable action) {
    try {
      executor.execute(() -> {
        try {
          action.run();
        } catch (RuntimeException e) {
          LOGGER.log(Level.WARNING, "console: a push failed", e);
        }
      });
    } catch (RejectedExecutionException _) {
      // closed meanwhile: nobody is left to push to
    }
  }

  /// Runs something on the publisher thread after a while. Does nothing once closed.
  void runLater(Duration delay, Runnable action) {
    try {
      var _ = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // closed meanwhile
    }
  }

  /// Runs something on a feed, and ends the feed if it fails: the others go on. Publisher thread.
  void guarded(Feed<?> feed, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "console: a stream failed and was closed", e);
      feed.fail(e);
    }
  }

  void add(Feed<?> feed) {
    feeds.add(feed);
    count();
  }

  void remove(Feed<?> feed) {
    feeds.remove(feed);
    count();
  }

  private void count() {
    clients = (int) feeds.stream().map(Feed::connection).distinct().count();
  }

  /// Connections that have a stream open. Any thread.
  int clients() {
    return clients;
  }

  /// Pauses or resumes the feeds of a connection. Publisher thread.
  void setPaused(Connection connection, boolean paused) {
    if (connection.paused != paused) {
      connection.paused = paused;
      forEach(feed -> {
        if (feed.isOf(connection)) {
          feed.pausedChanged();
        }
      });
    }
  }

  private void forEach(Consumer<Feed<?>> action) {
    for (var feed : List.copyOf(feeds)) {
      guarded(feed, () -> action.accept(feed));
    }
  }

  /// Ends pushing. Returns when no push goes on.
  @Override
  public void close() {
    Ends.stop(executor);
  }
}
