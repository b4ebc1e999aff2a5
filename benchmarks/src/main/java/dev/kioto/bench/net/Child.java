package dev.kioto.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A process of the benchmark. It ends when this is closed; when this JVM ends, however that comes about: a JVM that was started here
/// watches its standard input for that, and any other is destroyed as far as a signal can be caught. By one thread.
final class Child implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(
        Thread.ofPlatform().unstarted(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final List<String> command;
  private final Process process;
  private final BufferedReader output;

  private Child(List<String> command) {
    this.command = command;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new IllegalStateException("could not start " + String.join(" ", command), e);
    }
    RUNNING.add(process);
    output = process.inputReader();
  }

  static Child start(String... command) {
    return new Child(List.of(command));
  }

  /// Starts a class of the benchmarks in a JVM with the same options for all: those that any of the subjects gains from.
  ///
  /// @param workers carriers of the JDK's virtual threads
  static Child jvm(Class<?> main, int workers, List<String> arguments) {
    return jvm(List.of(), main, workers, arguments);
  }

  /// The same, with options besides.
  static Child jvm(List<String> options, Class<?> main, int workers, List<String> arguments) {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
        "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dio.netty.leakDetection.level=disabled", "-Djdk.virtualThreadScheduler.parallelism=" + workers));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new Child(List.copyOf(command));
  }

  long pid() {
    return process.pid();
  }

  /// Asks it to end, for a program that does not look for the end of its input.
  void terminate() {
    process.destroy();
  }

  /// The next line that it prints.
  ///
  /// @throws IllegalStateException when it has ended instead
  String line() {
    try {
      var line = output.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "ended with status " + process.waitFor() + " too early: " + String.join(" ", command));
      }
      return line;
    } catch (IOException e) {
      throw new IllegalStateException("could not read what is printed by " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a benchmark ran", e);
    }
  }

  /// Processor time that a process has used so far, in nanoseconds, in steps of what the system counts: a hundredth of a second on
  /// Linux.
  ///
  /// @throws IllegalStateException when it has ended, or the system does not tell
  static long cpuNanos(long pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("no processor time is known of process " + pid)).toNanos();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException _) {
      process.destroyForcibly();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      RUNNING.remove(process);
    }
  }
}
