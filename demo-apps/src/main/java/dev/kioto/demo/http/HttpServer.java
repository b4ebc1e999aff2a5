package dev.kioto.demo.http;

import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.sync.Semaphore;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.Task;
import dev.kioto.task.TaskTracker;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A server of files and JSON over HTTP/1.1.
///
/// ```java
/// HttpServer.start(TcpListener.bind(address), Path.of("public"), HttpLimits.DEFAULT, stop, tasks);   // inside a runtime
/// ```
public final class HttpServer {

  private static final Duration BACKOFF = Duration.ofMillis(100); // a guess: until a descriptor is free

  private final TcpListener listener;
  private final HttpLimits limits;
  private final Site site;
  private final Semaphore places;
  private final CancellationToken stop;
  private final TaskTracker tasks;
  private final HttpStats stats;

  private HttpServer(TcpListener listener, Site site, HttpLimits limits, CancellationToken stop, TaskTracker tasks,
      HttpStats stats) {
    this.listener = listener;
    this.limits = limits;
    this.site = site;
    this.places = new Semaphore(limits.connections());
    this.stop = stop;
    this.tasks = tasks;
    this.stats = stats;
  }

  /// Serves until it is told to stop.
  ///
  /// @param files the directory to serve; null for none
  /// @param stop when it is cancelled, the server stops: what was asked is answered
  /// @param tasks where its connections are tracked
  /// @throws UncheckedIOException when there is no such directory
  public static HttpServer start(TcpListener listener, @Nullable Path files, HttpLimits limits, CancellationToken stop,
      TaskTracker tasks) {
    var stats = new HttpStats();
    var site = new Site(files == null ? null : new StaticFiles(files), stats);
    var server = new HttpServer(listener, site, limits, stop, tasks, stats);
    tasks.track(Task.builder().name("accept").spawn(server::accept));
    return server;
  }

  /// What it has done so far.
  public HttpStats stats() {
    return stats;
  }

  /// Connections that are served now.
  public int connections() {
    return limits.connections() - places.availablePermits();
  }

  private void accept() {
    try (listener) {
      while (!stop.isCancelled()) {
        try {
          stop.runUntilCancelled(listener.accept()).await().ifPresent(this::serve);
        } catch (UncheckedIOException _) {
          Time.sleep(BACKOFF).await(); // too many open files, most likely: those who are served go on
        }
      }
    }
  }

  private void serve(TcpStream stream) {
    stream.setNoDelay(true);
    stats.came();
    var connection = new HttpConnection(stream, limits, site, stop);
    var place = places.tryAcquire();
    var name = (place.isPresent() ? "connection-" : "refused-") + stats.connections();
    tasks.track(Task.builder().name(name).spawn(() -> {
      if (place.isEmpty()) {
        connection.refuse();
        return;
      }
      try (var _ = place.get()) {
        connection.serve();
      }
    }));
  }
}
