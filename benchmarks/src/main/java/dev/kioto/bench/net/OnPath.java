package dev.kioto.bench.net;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Programs that are installed apart.
final class OnPath {
  private OnPath() {}

  /// Where one is, if it is there.
  static Optional<Path> find(String program) {
    var folders = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
    return Arrays.stream(folders).filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable).findFirst();
  }
}
