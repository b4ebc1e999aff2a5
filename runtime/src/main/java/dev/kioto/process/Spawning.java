package dev.kioto.process;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The streams of one child while it is being started. One thread. Closing it closes what the parent has no use for any more; and
/// the rest as well, unless the child was made.
final class Spawning implements AutoCloseable {
  private final ProcessBuilder builder;
  private final Program program;
  private final boolean watched;
  private final List<Channel> childEnds = new ArrayList<>(3);
  private @Nullable ChildStdin stdin;
  private @Nullable ChildOutput stdout;
  private @Nullable ChildOutput stderr;
  private boolean made;

  /// @param watched whether the driver is to watch the pipes, and not a thread for each
  Spawning(ProcessBuilder builder, Program program, boolean watched) {
    this.builder = builder;
    this.program = program;
    this.watched = watched;
  }

  void stdin(Redirect redirect) throws IOException {
    if (!redirect.isPiped()) {
      builder.redirectInput(redirect.input());
      return;
    }
    var stream = new ChildStdin(program);
    stdin = stream;
    if (watched) {
      var pipe = Pipe.open();
      childEnds.add(pipe.source());
      connect(pipe.sink(), () -> stream.connect(pipe.sink()));
      builder.redirectInput(NativePipes.to(pipe.source()));
    } else {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
  }

  void stdout(Redirect redirect) throws IOException {
    if (redirect.isPiped()) {
      stdout = ChildOutput.stdout(program);
      builder.redirectOutput(pipe(stdout));
    } else {
      builder.redirectOutput(redirect.output());
    }
  }

  void stderr(Redirect redirect) throws IOException {
    if (redirect.isPiped()) {
      stderr = ChildOutput.stderr(program);
      builder.redirectError(pipe(stderr));
    } else {
      builder.redirectError(redirect.output());
    }
  }

  private ProcessBuilder.Redirect pipe(ChildOutput stream) throws IOException {
    if (!watched) {
      return ProcessBuilder.Redirect.PIPE;
    }
    var pipe = Pipe.open();
    childEnds.add(pipe.sink());
    connect(pipe.source(), () -> stream.connect(pipe.source()));
    return NativePipes.to(pipe.sink());
  }

  private static void connect(Channel own, Runnable connecting) throws IOException {
    try {
      connecting.run();
    } catch (Throwable e) {
      own.close();
      throw e;
    }
  }

  /// Starts the process.
  Child start(List<String> command, boolean killOnDrop) throws IOException {
    var process = builder.start();
    try {
      program.started(process.pid());
      if (!watched) {
        connect(process);
      }
      var child = new Child(process, program, command, killOnDrop, new Child.Streams(stdin, stdout, stderr));
      program.spawned(child);
      made = true;
      return child;
    } catch (Throwable e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void connect(Process process) {
    if (stdin != null) {
      stdin.connect(process.getOutputStream());
    }
    if (stdout != null) {
      stdout.connect(process.getInputStream());
    }
    if (stderr != null) {
      stderr.connect(process.getErrorStream());
    }
  }

  @Override
  public void close() throws IOException {
    for (var end : childEnds) {
      end.close();
    }
    if (!made) {
      new Child.Streams(stdin, stdout, stderr).close();
    }
  }
}
