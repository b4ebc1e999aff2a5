package dev.kioto.bench.window;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A window in a process of its own, which tells what it measures as it goes. Ends when this is closed.
final class MeasuredWindow implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  /// A figure.
  ///
  /// @param kind what is expected of it, or its unit
  record Told(String kind, double figure, String what) {}

  /// @param targets the ids of the large program, of a small one, and of one whose workers are busy
  MeasuredWindow(URI server, List<String> targets, WindowEffort effort) throws IOException {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m",
        "--module-path", javafx().toString(), "--add-modules", "javafx.controls",
        "--enable-native-access=javafx.graphics,ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-Dglass.platform=Headless", "-Dprism.order=sw"));
    command.addAll(List.of(System.getProperty("kioto.bench.window.options", "").split(" "))); // a profiler's, for one
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), WindowMain.class.getName(),
        server.toString(), "" + effort.seconds(), "" + effort.opens(), "" + effort.longRun().toSeconds()));
    command.addAll(targets);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /// JavaFX wants the module path: a folder beside the classes of the benchmarks, or what a property says.
  private static Path javafx() throws IOException {
    var named = System.getProperty("kioto.bench.javafx");
    try {
      var classes = Path.of(MeasuredWindow.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var folder = named == null ? classes.resolveSibling("javafx") : Path.of(named);
      if (Files.isDirectory(folder)) return folder;
      throw new IOException(folder + " is missing: build it by 'mvn -DskipTests package'");
    } catch (URISyntaxException e) {
      throw new IOException("the folder of JavaFX is not known", e);
    }
  }

  /// What it tells next; null when it has told all.
  @Nullable Told next() throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var parts = line.split("\t", 4);
      if (parts.length == 4 && parts[0].equals(WindowMain.MARK)) {
        return new Told(parts[1], Double.parseDouble(parts[2]), parts[3]);
      }
      System.err.println(line);
    }
    return null;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
