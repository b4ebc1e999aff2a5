package dev.kioto.bench;

import dev.kioto.bench.Comparison.Effort;
import dev.kioto.bench.net.Copies;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.Profiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One measurement in a process of its own.
final class Fork {
  private static final String ALLOCATED = "gc.alloc.rate.norm"; // JMH's name for bytes an operation

  // Else the first seconds measure how the system hands out pages.
  private static final List<String> FIXED_HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  private Fork() {}

  // The same for every process: Kioto gets as many workers as the JDK gets carriers.
  private static List<String> jvmArgs(Effort effort) {
    return List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-Dkioto.bench.workers=" + effort.workers(),
        "-Djdk.virtualThreadScheduler.parallelism=" + effort.workers());
  }

  /// Runs a JMH benchmark, in a heap whose pages were touched before.
  ///
  /// @return nanoseconds and bytes allocated, both an operation
  static double[] time(String method, Effort effort) {
    var result = measured(method, effort, List.of(), GCProfiler.class);
    return new double[] {result.getPrimaryResult().getScore(), secondary(result, ALLOCATED)};
  }

  /// As [#time], of a program that is watched.
  ///
  /// @return nanoseconds, and nanoseconds of processor time of the process, both an operation
  static double[] watched(String method, Effort effort, Watch watch) {
    var result = measured(method, effort, watch.jvmArgs(), CpuProfiler.class);
    return new double[] {result.getPrimaryResult().getScore(), secondary(result, CpuProfiler.NANOS)};
  }

  private static double secondary(RunResult result, String name) {
    var found = result.getSecondaryResults().get(name);
    return found == null ? Double.NaN : found.getScore();
  }

  private static RunResult measured(String method, Effort effort, List<String> more,
      Class<? extends Profiler> profiler) {
    var jvmArgs = new ArrayList<>(jvmArgs(effort));
    jvmArgs.addAll(FIXED_HEAP);
    jvmArgs.addAll(more);
    var options = new OptionsBuilder()
        .include("^" + method.replace(".", "\\.") + "$")
        .forks(1)
        .warmupIterations(effort.warmups())
        .warmupTime(TimeValue.milliseconds(effort.millis()))
        .measurementIterations(effort.iterations())
        .measurementTime(TimeValue.milliseconds(effort.millis()))
        .addProfiler(profiler)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .jvmArgs(jvmArgs.toArray(String[]::new))
        .build();
    try {
      return new Runner(options).runSingle();
    } catch (RunnerException e) {
      throw new IllegalStateException("could not measure " + method + ": " + e.getMessage(), e);
    }
  }

  /// Runs [IdleTasks].
  ///
  /// @return bytes of heap and resident bytes, both a task
  static double[] memory(IdleTasks.Kind kind, Effort effort) {
    return run(List.of(), IdleTasks.class, effort, 2, kind.name(), "" + effort.tasks());
  }

  /// Runs [Snapshots].
  ///
  /// @return milliseconds until the first and until the third console has all, and until one has that makes objects of it;
  /// mebibytes for one of them
  static double[] snapshot(int tasks, Effort effort) {
    return run(List.of(), Snapshots.class, effort, 4, "" + tasks);
  }

  /// Runs [LiveTimers], in a heap whose pages were touched before.
  ///
  /// @return nanoseconds to add one and to cancel one; microseconds of lateness: median, 99 %, 99.9 %, most
  static double[] timers(LiveTimers.Kind kind, Effort effort) {
    return run(FIXED_HEAP, LiveTimers.class, effort, 6, kind.name(), "" + effort.tasks());
  }

  /// Runs [Copies].
  ///
  /// @return milliseconds, and milliseconds of processor time
  static double[] copies(Copies.Kind kind, Effort effort) {
    return run(List.of(), Copies.class, effort, 2, kind.name(), "" + effort.mebibytes(), "" + effort.workers());
  }

  private static double[] run(List<String> options, Class<?> main, Effort effort, int expected, String... arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(jvmArgs(effort));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var line = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset()).strip();
      int status = process.waitFor();
      var figures = line.split(" ", -1);
      if (status != 0 || figures.length != expected + 1) {
        throw new IllegalStateException(
            "could not measure " + main.getName() + " of " + arguments[0] + ": status " + status + ", " + line);
      }
      return Arrays.stream(figures).skip(1).mapToDouble(Double::parseDouble).toArray();
    } catch (IOException e) {
      throw new IllegalStateException("could not measure " + main.getName() + " of " + arguments[0], e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + main.getName() + " measured " + arguments[0], e);
    }
  }
}
