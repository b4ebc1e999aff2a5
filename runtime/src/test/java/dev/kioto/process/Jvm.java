package dev.kioto.process;

import dev.kioto.runtime.Runtime;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command line of a JVM of its own, with the classes of the runtime and of its tests.
public final class Jvm {
  private Jvm() {}

  /// @param options of the JVM, before those that direct tasks need
  public static ProcessBuilder of(Class<?> main, List<String> options, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", Stream.of(main, Runtime.class).map(Jvm::where).distinct()
        .collect(Collectors.joining(File.pathSeparator)), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  private static String where(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
