package dev.kioto.testsupport;

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

/// A program in a JVM of its own, which tells where consoles attach to it. Any thread.
public class ProgramProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("instrumentation listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;

  protected ProgramProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /// Starts a program with the class path of this one.
  ///
  /// @param mainClass its full name
  public static ProgramProcess start(String mainClass, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    return new ProgramProcess(launch(mainClass, jvmOptions, arguments));
  }

  protected static Process launch(String mainClass, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// The port that it says it listens on.
  public final int port() throws InterruptedException, ExecutionException, TimeoutException {
    return port.get(60, TimeUnit.SECONDS);
  }

  /// The port that one of its lines names at its end, after these words.
  public final int port(String words) {
    var pattern = Pattern.compile(Pattern.quote(words) + " 127\\.0\\.0\\.1:(\\d+)$");
    return await().until(
        () -> lines.stream().map(pattern::matcher).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)))
            .findFirst(),
        found -> found.isPresent() || !process.isAlive())
        .orElseThrow(() -> new AssertionError("it ended; it said " + lines));
  }

  /// Writes a line to its standard input.
  public final void tell(String line) throws IOException {
    var input = process.outputWriter();
    input.write(line + '\n');
    input.flush();
  }

  /// Asks it to end, as `kill` does.
  public final void terminate() {
    process.destroy();
  }

  /// Its status, once it has ended and its output was read.
  public final int exitStatus() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("still running; it said " + lines);
    reader.join();
    return process.exitValue();
  }

  /// What it has said so far, line by line.
  public final List<String> lines() {
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
    port.completeExceptionally(new IllegalStateException("the program ended; it said " + lines));
  }

  @Override
  public final void close() {
    process.destroyForcibly();
  }
}
