package dev.kioto.process;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.io.NamedOperation;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A child process. Any thread may use it, any number may wait for its end. After Tokio's `process/mod.rs`.
///
/// It is closed when it is done with: that closes the pipes, and kills the process if [Command#killOnDrop] was set. A child that is
/// not closed keeps its pipes; and one that nobody waits for is reaped all the same.
///
/// No thread of Kioto's waits for a child. The JDK has one for each that lives, `process reaper`, with a small stack.
public final class Child implements AutoCloseable {
  private static final ResourceType<Child> TYPE = ResourceType.of("Child", ResourceKind.IO,
      (child, out) -> out.set("pid", child.id()).set("command", String.join(" ", child.command))
          .set("exit", child.tryWait().map(ExitStatus::toString).orElse("")).set("kill_on_drop", child.killOnDrop));

  private final Process process;
  private final Program program;
  private final List<String> command;
  private final boolean killOnDrop;
  private final Streams streams;
  private final ExitCell exit = new ExitCell();
  private final Observed observed = Observed.of(TYPE);

  // Whether somebody has asked for standard input, and so will close it. Set by any thread, before it writes.
  private volatile boolean stdinTaken;

  /// @param stdin null when it is not piped, as the others
  record Streams(@Nullable ChildStdin stdin, @Nullable ChildOutput stdout, @Nullable ChildOutput stderr) {
    void close() {
      try {
        if (stdin != null) {
          stdin.close();
        }
      } finally {
        try {
          if (stdout != null) {
            stdout.close();
          }
        } finally {
          if (stderr != null) {
            stderr.close();
          }
        }
      }
    }
  }

  Child(Process process, Program program, List<String> command, boolean killOnDrop, Streams streams) {
    this.process = process;
    this.program = program;
    this.command = command;
    this.killOnDrop = killOnDrop;
    this.streams = streams;
    Thread.ofVirtual().name("exit of " + process.pid()).start(this::awaitExit);
  }

  // Not by Process.onExit, whose news comes by the common pool, and late when a program blocks that.
  private void awaitExit() {
    while (true) {
      try {
        exit.set(new ExitStatus(process.waitFor()));
        return;
      } catch (InterruptedException _) {
        // of whoever interrupts all threads: the child is there still
      }
    }
  }

  // --- its streams ---

  /// What the child reads. Who asks for it closes it: without an end the child may wait for more.
  ///
  /// @throws IllegalStateException when it is not [Redirect#PIPED]
  public ChildStdin stdin() {
    stdinTaken = true;
    return piped(streams.stdin(), "stdin");
  }

  /// What the child writes.
  ///
  /// @throws IllegalStateException when it is not [Redirect#PIPED]
  public ChildOutput stdout() {
    return piped(streams.stdout(), "stdout");
  }

  /// What the child writes about errors.
  ///
  /// @throws IllegalStateException when it is not [Redirect#PIPED]
  public ChildOutput stderr() {
    return piped(streams.stderr(), "stderr");
  }

  private <T> T piped(@Nullable T stream, String name) {
    if (stream == null) {
      throw new IllegalStateException(
          program.stream(name) + " is not piped: call " + name + "(Redirect.PIPED) before it is spawned");
    }
    return stream;
  }

  // --- its end ---

  /// Waits until the process has ended. First closes its standard input, if that is piped and nobody has asked for it. Standard output
  /// is to be read meanwhile if it is piped: a child that fills the pipe does not end.
  ///
  /// Cancellation loses nothing.
  public Future<ExitStatus> waitFor() {
    return operation("Child::wait", exit());
  }

  private Exit exit() {
    return new Exit(this, this::closeUnusedStdin, exit);
  }

  private void closeUnusedStdin() {
    var stdin = streams.stdin();
    if (stdin != null && !stdinTaken) {
      stdin.close();
    }
  }

  @Nullable Resource resource() {
    return observed.resource(this);
  }

  private <T> Future<T> operation(String source, Future<T> future) {
    return new NamedOperation<>(source, this::resource, future, _ -> {});
  }

  /// How the process ended; nothing when it has not.
  public Optional<ExitStatus> tryWait() {
    return process.isAlive() ? Optional.empty() : Optional.of(new ExitStatus(process.exitValue()));
  }

  /// Reads both outputs, as far as they are piped, until their end, and waits until the process has ended. First closes its
  /// standard input, if that is piped and nobody has asked for it.
  ///
  /// The outputs end when nobody holds them any more: a process that the child has started and given them to, and that lives on,
  /// is waited for. Cancellation: what was read is lost.
  public Future<Output> waitWithOutput() {
    return waitWithOutput(Integer.MAX_VALUE);
  }

  /// The same with a limit.
  ///
  /// @param limit in bytes, for each output; when one has more the future fails
  /// @throws IllegalArgumentException when the limit is negative
  public Future<Output> waitWithOutput(int limit) {
    return Futures.map(Futures.tryJoin(read(streams.stdout(), limit), read(streams.stderr(), limit), waitFor()),
        all -> new Output(all.third(), all.first(), all.second()));
  }

  private static Future<byte[]> read(@Nullable ChildOutput output, int limit) {
    return output == null ? _ -> Poll.ready(new byte[0]) : output.readToEnd(limit);
  }

  /// Kills the process, with the first poll, and waits until it has ended. Does nothing to one that has.
  ///
  /// Cancellation: it is killed all the same.
  public Future<ExitStatus> kill() {
    return operation("Child::kill", Futures.then(_ -> {
      startKill();
      return Poll.ready(true);
    }, _ -> exit()));
  }

  /// Kills the process, which it cannot help, and does not wait: SIGKILL. Its own children live on.
  public void startKill() {
    if (process.isAlive()) {
      var _ = process.toHandle().destroyForcibly(); // the process itself would close its streams as well
    }
  }

  /// Asks the process to end, and does not wait: SIGTERM. On Windows this is [#startKill].
  public void terminate() {
    if (process.isAlive()) {
      var _ = process.toHandle().destroy();
    }
  }

  // --- what it is ---

  /// The process id.
  public long id() {
    return program.pid();
  }

  /// Closes its pipes, and kills the process if [Command#killOnDrop] was set. Closing again does nothing.
  @Override
  public void close() {
    try {
      if (killOnDrop) {
        startKill();
      }
      closeStreams();
    } finally {
      observed.close();
    }
  }

  void closeStreams() {
    streams.close();
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
