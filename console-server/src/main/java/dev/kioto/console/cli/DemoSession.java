package dev.kioto.console.cli;

import dev.kioto.console.client.ConsoleClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One run of a demo: the program, the console server, and the window or the summary. Whatever ends it (the time, the
/// window, a program that dies, a signal) ends all of it.
final class DemoSession implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("instrumentation listening on (\\S+:\\d+)");
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60); // a guess: a slow disk and a cold JVM

  private static final int INTERRUPTED = 130; // 128 + SIGINT

  /// Why a session ends.
  private sealed interface End {
    record TimeIsUp() implements End {}

    record Exited(Child child, int status) implements End {}
  }

  private final Programs programs;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CompletableFuture<End> end = new CompletableFuture<>();

  private final Object lock = new Object();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // guarded by lock; what was started last is first
  private volatile boolean closed; // written under lock, never cleared; read by any thread

  DemoSession(Programs programs, PrintWriter out, PrintWriter err) {
    this.programs = programs;
    this.out = out;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(this::close));
  }

  /// Runs until something ends the session.
  ///
  /// @param arguments the demo's
  /// @param port the web API's
  /// @param window whether to open one
  /// @param duration null for no limit
  /// @return one of [ExitStatus]
  int run(List<String> arguments, int port, boolean window, @Nullable Duration duration) {
    var ready = new CompletableFuture<String>();
    var said = new ConcurrentLinkedQueue<String>(); // of itself, before it is ready
    var program = Child.start("the demo program", programs.demo(arguments), line -> {
      var match = READY.matcher(line);
      if (match.find()) ready.complete(match.group(1));
      else if (!ready.isDone()) said.add(line);
      else if (window || !Terminal.isInteractive()) tell(line); // else the summary has the screen
    });
    own(program);
    endWith(program);
    var server = EmbeddedServer.startWithHistory(ServerOptions.LOOPBACK, port);
    own(server);
    var address = awaitReady(program, ready);
    if (address == null) return early(program);
    server.collector().add(address);

    said.forEach(out::println);
    out.println("demo program  " + address);
    out.println("web API       " + EmbeddedServer.address(server.uri()) + "/api/v1/targets");
    if (duration != null) {
      var _ = CompletableFuture.runAsync(() -> end.complete(new End.TimeIsUp()),
          CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS));
    }
    if (window) {
      var child = Child.start("the window", programs.window(EmbeddedServer.address(server.uri())), _ -> {});
      own(child);
      endWith(child);
      return report(end.join(), child);
    }
    try (var client = ConsoleClient.of(server.uri())) {
      Summary.of(client, EmbeddedServer.address(server.uri()), out).runUntil(end, () -> closed);
    }
    return report(end.join(), null);
  }

  /// Ends every part, the last one first. Harmless when they are gone already; used by the shutdown hook too.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      while (!parts.isEmpty()) closeQuietly(parts.pop());
    }
  }

  private void tell(String line) {
    out.println(line);
    out.flush();
  }

  private void own(AutoCloseable part) {
    synchronized (lock) {
      if (closed) closeQuietly(part);
      else parts.push(part);
    }
  }

  private void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      err.println("kioto: while ending: " + e);
    }
  }

  private void endWith(Child child) {
    var _ = child.exit().thenAccept(status -> end.complete(new End.Exited(child, status)));
  }

  /// The address that the program listens on, or null when it has died instead.
  private static @Nullable String awaitReady(Child program, CompletableFuture<String> ready) {
    try {
      var first = CompletableFuture.anyOf(ready, program.exit());
      first.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return ready.getNow(null);
    } catch (TimeoutException _) {
      throw new CommandFailure(ExitStatus.FAILED, program.what() + " did not say within " + START_TIMEOUT.toSeconds()
          + " s that it listens; it said: " + String.join("\n", program.lastLines()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a program failed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitStatus.FAILED, "interrupted while " + program.what() + " was starting");
    }
  }

  /// A program that never came up has said itself why.
  private int early(Child program) {
    program.lastLines().forEach(err::println);
    return program.exit().join() == ExitStatus.USAGE ? ExitStatus.USAGE : ExitStatus.FAILED;
  }

  private int report(End why, @Nullable Child window) {
    return switch (why) {
      case End.TimeIsUp() -> ExitStatus.OK;
      case End.Exited _ when closed -> ExitStatus.FAILED; // by a signal to this process: nobody's fault
      case End.Exited(var child, var status) when child == window && status == 0 -> ExitStatus.OK;
      // Ctrl-C reaches the whole group of processes, and may end a child first.
      case End.Exited(_, var status) when status == INTERRUPTED -> INTERRUPTED;
      case End.Exited(var child, var status) -> {
        child.lastLines().forEach(err::println);
        err.println("kioto: " + child.what() + " ended with status " + status + "; its last words are above");
        yield ExitStatus.FAILED;
      }
    };
  }
}
