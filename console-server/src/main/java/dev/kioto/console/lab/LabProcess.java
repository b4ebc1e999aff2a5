package dev.kioto.console.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that the lab has started and does not leave behind, with whatever it starts itself. Safe for use by any thread.
final class LabProcess implements AutoCloseable {

  private static final int KEPT_LINES = 200;
  private static final long PATIENCE_SECONDS = 5; // a guess: enough for a server to end its connections

  private final String what;
  private final Process process;
  private final CompletableFuture<Integer> exit;
  private final Object lock = new Object();
  private final ArrayDeque<String> lines = new ArrayDeque<>(); // guarded by lock; the last ones

  private LabProcess(String what, Process process, Consumer<String> onLine) {
    this.what = what;
    this.process = process;
    var read = new CompletableFuture<Void>();
    Thread.ofVirtual().name("kioto-lab-read").start(() -> {
      read(onLine);
      read.complete(null);
    });
    exit = process.onExit().thenCombine(read, (done, _) -> done.exitValue());
  }

  /// Starts a command.
  ///
  /// @param what it is, for messages: `the program`
  /// @param onLine hears each line that it prints
  static LabProcess start(String what, List<String> command, @Nullable Path folder, Map<String, String> environment,
      Consumer<String> onLine) throws RunFailure {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      if (folder != null) builder.directory(folder.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      return new LabProcess(what, process, onLine);
    } catch (IOException e) {
      throw new RunFailure(what + " could not be started: " + e.getMessage());
    }
  }

  /// Done with its status when it has ended and all that it printed was read.
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /// Waits until it has ended, for so long at most.
  ///
  /// @return whether it has
  boolean awaitExit(long millis) throws InterruptedException {
    try {
      exit.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process never fails", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// It, and whatever it has started, the oldest first.
  List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /// The last lines that it printed.
  List<String> lastLines() {
    synchronized (lock) {
      return List.copyOf(lines);
    }
  }

  /// What to say when it has ended by itself.
  String ended() {
    return what + " ended with status " + process.exitValue();
  }

  /// Ends it and what it has started: asks first. Returns when all are gone.
  @Override
  public void close() {
    var family = new ArrayList<>(family());
    family.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // then without asking
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private void read(Consumer<String> onLine) {
    try (BufferedReader reader = process.inputReader()) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lock) {
          if (lines.size() == KEPT_LINES) lines.removeFirst();
          lines.addLast(line);
        }
        onLine.accept(line);
      }
    } catch (IOException _) {
      // It was ended while it wrote: there is nothing more to read.
    }
  }
}
