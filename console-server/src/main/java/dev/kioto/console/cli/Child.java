package dev.kioto.console.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A program that the command line has started and must not leave behind.
///
/// Its output and errors are read as they come; the last lines are kept for when it dies. Safe for use by any thread.
final class Child implements AutoCloseable {

  private static final int KEPT_LINES = 40;
  private static final long PATIENCE_SECONDS = 3; // a guess: enough to flush and say goodbye

  private final String what;
  private final Process process;
  private final CompletableFuture<Integer> exit;

  private final Object lock = new Object();
  private final ArrayDeque<String> lastLines = new ArrayDeque<>(); // guarded by lock

  private Child(String what, Process process, Consumer<String> onLine) {
    this.what = what;
    this.process = process;
    var reader = new CompletableFuture<Void>();
    Thread.ofVirtual().name("kioto-read-" + what).start(() -> {
      readLines(onLine);
      reader.complete(null);
    });
    this.exit = process.onExit().thenCombine(reader, (done, _) -> done.exitValue());
  }

  /// Starts a program.
  ///
  /// @param what what it is, for messages: `the demo`
  /// @param onLine hears each line that the program writes, on a thread of its own
  /// @throws CommandFailure if it cannot be started
  static Child start(String what, List<String> command, Consumer<String> onLine) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new Child(what, process, onLine);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, what + " could not be started: " + e.getMessage());
    }
  }

  /// What it is.
  String what() {
    return what;
  }

  /// Done with the exit status when the program has ended and all of its output was read.
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /// The last lines that it wrote, oldest first.
  List<String> lastLines() {
    synchronized (lock) {
      return List.copyOf(lastLines);
    }
  }

  /// Ends the program: asks first, and does not ask again. Returns when it is gone. Harmless when it is gone already.
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private void readLines(Consumer<String> onLine) {
    try (BufferedReader lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lock) {
          if (lastLines.size() == KEPT_LINES) lastLines.removeFirst();
          lastLines.addLast(line);
        }
        onLine.accept(line);
      }
    } catch (IOException _) {
      // The program was ended while it wrote: there is nothing more to read.
    }
  }
}
