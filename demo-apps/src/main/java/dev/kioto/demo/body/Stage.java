package dev.kioto.demo.body;

import dev.kioto.net.TcpListener;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.TaskTracker;
import dev.kioto.time.Time;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a demo is given by whoever runs it: where to spawn, how much to do, whom to tell, and when to stop. Any thread.
public final class Stage {

  private static final int PROGRESS_MILLIS = 5_000; // at rate 1
  private static final Duration LEAST_PROGRESS = Duration.ofSeconds(1);

  private final String name;
  private final Runtime runtime;
  private final Load load;
  private final @Nullable Integer port;
  private final PrintWriter out;
  private final CancellationToken stop = new CancellationToken();
  private final TaskTracker tasks = new TaskTracker();

  /// @param name the demo's, before each line that it says
  /// @param port where its server listens; null where the demo says
  public Stage(String name, Runtime runtime, Load load, @Nullable Integer port, PrintWriter out) {
    this.name = name;
    this.runtime = runtime;
    this.load = load;
    this.port = port;
    this.out = out;
  }

  public Runtime runtime() {
    return runtime;
  }

  public Load load() {
    return load;
  }

  /// Cancelled when the demo is to stop.
  public CancellationToken stop() {
    return stop;
  }

  /// The tasks that are waited for when it stops.
  public TaskTracker tasks() {
    return tasks;
  }

  /// Says a line about the demo.
  public void say(String line) {
    out.println(name + ": " + line);
    out.flush();
  }

  /// Says how far it is, now and then, until it stops: the faster it goes, the more often.
  public void sayProgress(Supplier<String> line) {
    var wanted = load.pause(PROGRESS_MILLIS);
    var pause = wanted.compareTo(LEAST_PROGRESS) < 0 ? LEAST_PROGRESS : wanted;
    runtime.task().name("progress").spawn(() -> {
      while (!stop.isCancelled()) {
        Time.sleep(pause).await();
        say(line.get());
      }
    });
  }

  /// Listens on the loopback interface, and says where. Inside the runtime.
  ///
  /// @param what what listens, for the line
  /// @param standard the port where the command line says none; 0 is any that is free
  /// @throws Demo.CannotStart when the port is in use
  public TcpListener listen(String what, int standard) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port == null ? standard : port);
    try {
      var listener = TcpListener.bind(address);
      say(what + " listens on 127.0.0.1:" + listener.localAddress().getPort());
      return listener;
    } catch (UncheckedIOException e) {
      throw new Demo.CannotStart(e.getMessage() + "; choose another port by --listen, 0 for any that is free", e);
    }
  }
}
