package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun.MachineNote;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The state of the machine.
final class MachineMeter {

  private MachineMeter() {}

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  static MachineNote note(double loadBefore) {
    return new MachineNote(Runtime.getRuntime().availableProcessors(), loadBefore, load(), megahertz());
  }

  private static double megahertz() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("cpu MHz")).map(line -> line.substring(line.indexOf(':') + 1).strip())
          .mapToDouble(Double::parseDouble).average().orElse(0);
    } catch (IOException | java.io.UncheckedIOException | NumberFormatException _) {
      return 0; // not told here
    }
  }
}
