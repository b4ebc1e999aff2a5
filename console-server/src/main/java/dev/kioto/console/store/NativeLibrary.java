package dev.kioto.console.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The database's native library, which its driver unpacks into the folder for temporary files at each start: 72 MB that
/// a killed process leaves there. A file that is loaded needs no name on Linux, so it goes at once.
final class NativeLibrary {

  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String NAME = "/libduckdb_java";

  private NativeLibrary() {}

  /// Deletes the file that this process has loaded, where the system tells which that is.
  static void deleteUnpacked() {
    if (!Files.isReadable(MAPS)) return; // the driver deletes it at exit
    try (var lines = Files.lines(MAPS)) {
      var paths = lines.filter(line -> line.contains(NAME) && line.endsWith(".so"))
          .map(line -> Path.of(line.substring(line.indexOf('/')))).distinct().toList();
      for (var path : paths) {
        if (path.startsWith(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath())) Files.deleteIfExists(path);
      }
    } catch (IOException _) {
      // it stays until the exit
    }
  }
}
