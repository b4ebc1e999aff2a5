package dev.kioto.bench.collector;

import com.sun.management.OperatingSystemMXBean;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.model.Retention;
import dev.kioto.console.web.ConsoleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The collector, in the process that is measured. Prints its address; then answers each line that it reads with a number: `cpu`
/// with the nanoseconds of processor time that the process has taken, `heap` with the bytes that live in its heap. Ends with its
/// standard input. Keeps something on disk if it is given a folder.
public final class CollectorMain {
  static final String CPU = "cpu";
  static final String HEAP = "heap";

  // A program that tells of a million tasks at once is slow to begin where others use the machine.
  private static final CollectorSettings PATIENT = new CollectorSettings(Duration.ofSeconds(5), Duration.ofSeconds(25),
      Duration.ofMillis(500), Duration.ofSeconds(5), Retention.DEFAULT);

  private CollectorMain() {}

  public static void main(String[] args) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var builder = ConsoleServer.builder().port(0).settings(PATIENT);
    if (args.length > 0) builder.data(Path.of(args[0]));
    try (var server = builder.start();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println(server.uri());
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.println(line.equals(HEAP) ? heapBytes() : cpuNanos());
      }
    }
    System.exit(0);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  @SuppressWarnings("SystemGc") // nothing else tells what lives
  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
