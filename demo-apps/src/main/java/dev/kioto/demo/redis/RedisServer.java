package dev.kioto.demo.redis;

import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.Task;
import dev.kioto.task.TaskTracker;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A server that keeps keys and passes on messages, for clients of Redis. In memory: nothing is saved.
///
/// ```java
/// var stop = new CancellationToken();
/// var tasks = new TaskTracker();
/// RedisServer.start(TcpListener.bind(address), Limits.DEFAULT, stop, tasks);   // inside a runtime
/// ...
/// stop.cancel();                      // nobody is accepted, and nothing more read; what was asked is answered
/// tasks.close();
/// tasks.waitAll().await();
/// ```
public final class RedisServer {

  private static final Duration BACKOFF = Duration.ofMillis(100); // a guess: until a descriptor is free

  private final TcpListener listener;
  private final Limits limits;
  private final CancellationToken stop;
  private final TaskTracker tasks;
  private final Database database = new Database();
  private final Topics topics;
  private final Commands commands;
  private final ServerStats stats = new ServerStats();

  private long clients; // the accepting task

  private RedisServer(TcpListener listener, Limits limits, CancellationToken stop, TaskTracker tasks) {
    this.listener = listener;
    this.limits = limits;
    this.stop = stop;
    this.tasks = tasks;
    this.topics = new Topics(limits.lag());
    this.commands = new Commands(database, topics);
  }

  /// Sets what suits this server where the defaults do not: a worker that has nothing to do sleeps at once, and leaves the processor
  /// to others. To look for tasks first, as workers do else, saves a wake-up, and takes more of a processor than most requests.
  public static RuntimeBuilder configure(RuntimeBuilder builder) {
    return builder.spinBeforePark(Duration.ZERO);
  }

  /// Serves until it is told to stop.
  ///
  /// @param stop when it is cancelled, the server stops
  /// @param tasks where its connections are tracked
  public static RedisServer start(TcpListener listener, Limits limits, CancellationToken stop, TaskTracker tasks) {
    var server = new RedisServer(listener, limits, stop, tasks);
    Task.builder().name("expire").spawn(server.database::expire);
    tasks.track(Task.builder().name("accept").spawn(server::accept));
    return server;
  }

  /// What it has done so far.
  public ServerStats stats() {
    return stats;
  }

  /// How many keys it has.
  public int keys() {
    return database.size();
  }

  /// To how many names somebody has subscribed.
  public int topics() {
    return topics.size();
  }

  private void accept() {
    try (listener) {
      while (!stop.isCancelled()) {
        try {
          var stream = stop.runUntilCancelled(listener.accept()).await();
          stream.ifPresent(this::serve);
        } catch (UncheckedIOException _) {
          Time.sleep(BACKOFF).await(); // too many open files, most likely: those who are served go on
        }
      }
    }
  }

  private void serve(TcpStream stream) {
    stream.setNoDelay(true);
    stats.came();
    var client = new Client(++clients, topics);
    var connection = new Connection(stream, limits, commands, client, stop.cancelled(), stats);
    if (stats.connections() > limits.connections()) {
      stats.refused();
      connection.refuse("max number of clients reached: there are " + limits.connections());
    }
    tasks.track(Task.builder().name("connection-" + client.id()).spawn(connection));
  }
}
