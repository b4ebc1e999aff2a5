package dev.kioto.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The demo program in a JVM of its own, started as its users start it.
final class DemoProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("instrumentation listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;

  private DemoProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static DemoProcess start(List<String> jvmOptions, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kioto.demo.Main"));
    command.addAll(List.of(arguments));
    return new DemoProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// The port that it says it listens on.
  int port() throws InterruptedException, ExecutionException, TimeoutException {
    return port.get(60, TimeUnit.SECONDS);
  }

  /// The port that one of its lines names at its end, after these words.
  int port(String words) {
    var pattern = Pattern.compile(Pattern.quote(words) + " 127\\.0\\.0\\.1:(\\d+)$");
    return await().until(
        () -> lines.stream().map(pattern::matcher).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)))
            .findFirst(),
        found -> found.isPresent() || !process.isAlive())
        .orElseThrow(() -> new AssertionError("it ended; it said " + lines));
  }

  /// Asks it to end, as `kill` does.
  void terminate() {
    process.destroy();
  }

  /// Its status, once it has ended and its output was read.
  int exitStatus() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("still running; it said " + lines);
    reader.join();
    return process.exitValue();
  }

  List<String> lines() {
    return lines;
  }

  private void read() {
    try (var output = process.inputReader()) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        var match = READY.matcher(line);
        if (match.matches()) port.complete(Integer.valueOf(match.group(1)));
      }
    } catch (IOException _) {
      // It was ended while it wrote.
    }
    port.completeExceptionally(new IllegalStateException("the demo ended; it said " + lines));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
