package dev.kioto.bench;

import dev.kioto.instrument.Instrumentation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// What a console waits for when it attaches: starts tasks, waits until each waits for a signal, and has [SnapshotConsole]
/// attach in a process of its own.
///
/// Prints what that prints.
public final class Snapshots {
  private Snapshots() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int tasks = Integer.parseInt(args[0]);
    try (var console = Instrumentation.builder().bind("127.0.0.1", 0).cpuShareCap(0).ringCapacity(1 << 18).start();
        var runtime = IdleTasks.runtime(console)) {
      var idle = IdleTasks.start(IdleTasks.Kind.WATCHED, runtime, tasks);
      int status = attach(console.port(), tasks);
      idle.endAll();
      if (status != 0) {
        System.exit(status);
      }
    }
  }

  private static int attach(int port, int tasks) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), SnapshotConsole.class.getName(), "" + port,
        "" + tasks));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
