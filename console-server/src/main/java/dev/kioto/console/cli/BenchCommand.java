package dev.kioto.console.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `kioto bench`: hands its arguments to the benchmarks' own program, which has its own --help.
@Command(name = "bench", description = "Measures Kioto beside its peers and prints the ratios.")
final class BenchCommand implements Callable<Integer> {
  @Unmatched
  private final List<String> arguments = new ArrayList<>(); // picocli adds to it

  List<String> arguments() {
    return List.copyOf(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var process = new ProcessBuilder(Installation.current().bench(arguments)).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(() -> {
      process.descendants().forEach(ProcessHandle::destroy); // the JVMs that are measured
      process.destroy();
    }));
    return process.waitFor();
  }
}
