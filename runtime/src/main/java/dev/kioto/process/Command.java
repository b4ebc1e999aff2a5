package dev.kioto.process;

import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A program to be run as a child process, and how. After Tokio's `process/mod.rs`.
///
/// ```java
/// var output = Command.of("git", "status", "--short").currentDir(repository).output().await();
/// if (output.status().isSuccess()) {
///   show(output.stdoutText());
/// }
/// ```
///
/// The child inherits the environment, the working directory and the three standard streams, if nothing else is said. No shell is
/// involved: arguments arrive as they are. A command may be spawned any number of times; one thread at a time changes or spawns it.
///
/// What the JDK cannot do is not here: process groups, user ids, code that runs between fork and exec.
public final class Command {
  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder template = new ProcessBuilder(); // for the environment, which it checks
  private @Nullable Path currentDir;
  private Redirect stdin = Redirect.INHERIT;
  private Redirect stdout = Redirect.INHERIT;
  private Redirect stderr = Redirect.INHERIT;
  private boolean stdinChosen;
  private boolean killOnDrop;
  private boolean watched = NativePipes.isAvailable();

  private Command(String program) {
    if (program.isEmpty()) {
      throw new IllegalArgumentException("the program's name is empty");
    }
    command.add(program);
  }

  private Command(Command other) {
    command.addAll(other.command);
    template.environment().clear();
    template.environment().putAll(other.template.environment());
    currentDir = other.currentDir;
    stdin = other.stdin;
    stdout = other.stdout;
    stderr = other.stderr;
    stdinChosen = other.stdinChosen;
    killOnDrop = other.killOnDrop;
    watched = other.watched;
  }

  /// A program with its arguments.
  ///
  /// @param program a path, or a name that is looked for in the `PATH` of this program
  /// @throws IllegalArgumentException when the name is empty
  public static Command of(String program, String... args) {
    return new Command(program).args(args);
  }

  /// One more argument.
  public Command arg(String arg) {
    command.add(Objects.requireNonNull(arg, "arg"));
    return this;
  }

  /// More arguments.
  public Command args(String... args) {
    for (String arg : args) {
      arg(arg);
    }
    return this;
  }

  /// More arguments.
  public Command args(Iterable<String> args) {
    args.forEach(this::arg);
    return this;
  }

  /// Sets a variable of the child's environment.
  ///
  /// @throws IllegalArgumentException when the name is empty or has a `=` in it, or when one of the two has a NUL
  public Command env(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "the name of an environment variable is not empty and has no '=' in it, but this is '"
              + name + "'");
    }
    template.environment().put(name, value);
    return this;
  }

  /// Sets variables of the child's environment; see [#env].
  public Command envs(Map<String, String> variables) {
    variables.forEach(this::env);
    return this;
  }

  /// Takes a variable out of the child's environment.
  public Command envRemove(String name) {
    template.environment().remove(name);
    return this;
  }

  /// Empties the child's environment: it does not inherit any of it. What is set afterwards is there.
  public Command envClear() {
    template.environment().clear();
    return this;
  }

  /// Where the child starts.
  public Command currentDir(Path folder) {
    currentDir = Objects.requireNonNull(folder, "folder");
    return this;
  }

  /// What its standard input is; [Redirect#INHERIT] if nothing is said, and [Redirect#NONE] for [#output].
  ///
  /// @throws IllegalArgumentException when it is a file to be written
  public Command stdin(Redirect redirect) {
    stdin = redirect.checkedInput();
    stdinChosen = true;
    return this;
  }

  /// What its standard output is; [Redirect#INHERIT] if nothing is said.
  ///
  /// @throws IllegalArgumentException when it is a file to be read
  public Command stdout(Redirect redirect) {
    stdout = redirect.checkedOutput("stdout");
    return this;
  }

  /// What its standard error is; [Redirect#INHERIT] if nothing is said.
  ///
  /// @throws IllegalArgumentException when it is a file to be read
  public Command stderr(Redirect redirect) {
    stderr = redirect.checkedOutput("stderr");
    return this;
  }

  /// Whether closing the [Child] kills the process, and so does giving up [#output] or [#status]. If nothing is said it runs on.
  public Command killOnDrop(boolean kill) {
    killOnDrop = kill;
    return this;
  }

  // For tests: has a thread for each pipe, as where the JDK is closed.
  Command unwatched() {
    watched = false;
    return this;
  }

  // --- running ---

  /// Starts the process. The calling thread is held for as long as the system takes, some milliseconds. With a stream that is
  /// [Redirect#PIPED] it belongs to a runtime with I/O, which tells the stream when it is ready.
  ///
  /// @throws java.io.UncheckedIOException when it cannot be started: no such program, no permission, no such working directory, a
  ///     file of a redirection that cannot be opened, no descriptor free; the message names the program
  /// @throws IllegalStateException when a stream is piped and the calling thread belongs to no runtime with I/O
  public Child spawn() {
    var program = new Program(command.getFirst());
    var builder = new ProcessBuilder(List.copyOf(command));
    builder.environment().clear();
    builder.environment().putAll(template.environment());
    if (currentDir != null) {
      builder.directory(currentDir.toFile());
    }
    try (var spawning = new Spawning(builder, program, watched)) {
      spawning.stdin(stdin);
      spawning.stdout(stdout);
      spawning.stderr(stderr);
      return spawning.start(List.copyOf(command), killOnDrop);
    } catch (IOException e) {
      throw failed(program, builder.directory(), e);
    }
  }

  private static UncheckedIOException failed(Program program, @Nullable File folder, IOException e) {
    if (folder == null || folder.isDirectory()) {
      return AsyncChannel.failed(program, "spawn", e);
    }
    var missing = new FileNotFoundException("the working directory '" + folder + "' "
        + (folder.exists() ? "is no directory" : "does not exist"));
    missing.initCause(e);
    return AsyncChannel.failed(program, "spawn", missing);
  }

  /// Runs the process, and gathers what it writes to standard output and standard error, which are pipes whatever was said. Its
  /// standard input is empty if nothing else was said. The process starts with the first poll.
  ///
  /// All of the output is in memory: of a child that is not to be trusted, give a limit. Cancellation: what was gathered is
  /// lost, the pipes are closed, and the process runs on or is killed, as [#killOnDrop] says. The future throws what [#spawn] does.
  public Future<Output> output() {
    return output(Integer.MAX_VALUE);
  }

  /// The same with a limit. When it is exceeded the pipes are closed, and the process runs on or is killed, as when the future is
  /// given up.
  ///
  /// @param limit in bytes, for each of the two; when one has more the future fails
  /// @throws IllegalArgumentException when the limit is negative
  public Future<Output> output(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 or more, but is " + limit);
    }
    var copy = new Command(this);
    copy.stdin = stdinChosen ? stdin : Redirect.NONE;
    copy.stdout = Redirect.PIPED;
    copy.stderr = Redirect.PIPED;
    return new Run<>(copy, child -> child.waitWithOutput(limit));
  }

  /// Runs the process until it has ended. It starts with the first poll; streams that are piped are closed at once but for what
  /// the child wrote before.
  ///
  /// Cancellation: the process runs on or is killed, as [#killOnDrop] says. The future throws what [#spawn] does.
  public Future<ExitStatus> status() {
    return new Run<>(new Command(this), child -> {
      child.closeStreams();
      return child.waitFor();
    });
  }

  @Override
  public String toString() {
    return "Command " + String.join(" ", command);
  }
}
