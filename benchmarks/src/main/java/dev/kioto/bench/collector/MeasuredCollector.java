package dev.kioto.bench.collector;

import dev.kioto.console.client.ConsoleClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A collector in a process of its own, with a heap of a gigabyte, and a client of it. Ends when this is closed, and with this
/// process. By one thread, but for its client.
public final class MeasuredCollector implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;
  private final ConsoleClient client;

  /// One that keeps nothing on disk.
  public MeasuredCollector() throws IOException {
    this(null);
  }

  /// @param data where it keeps recordings and history; null for nowhere
  MeasuredCollector(@Nullable Path data) throws IOException {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx1g",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(System.getProperty("kioto.bench.collector.options", "").split(" "))); // a profiler's, for one
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CollectorMain.class.getName()));
    if (data != null) command.add(data.toString());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
    client = ConsoleClient.of(URI.create(answer()));
  }

  private String answer() throws IOException {
    var line = answers.readLine();
    if (line == null) throw new IllegalStateException("the collector has ended too early: see above");
    return line;
  }

  private long ask(String question) throws IOException {
    questions.println(question);
    return Long.parseLong(answer());
  }

  /// A client of it.
  public ConsoleClient client() {
    return client;
  }

  /// Another client of the same collector.
  ConsoleClient newClient() {
    return ConsoleClient.of(client.server());
  }

  /// Processor time that the whole process has taken so far.
  long cpuNanos() throws IOException {
    return ask(CollectorMain.CPU);
  }

  /// What lives in its heap.
  long heapBytes() throws IOException {
    return ask(CollectorMain.HEAP);
  }

  /// What the process takes of the machine's memory, or NaN where the system does not tell.
  double residentBytes() throws IOException {
    var status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) return Double.NaN;
    return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(Double.NaN);
  }

  @Override
  public void close() throws IOException {
    client.close();
    questions.close();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
