package dev.kioto.console.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// What follows the word `java` on a command line: options of the JVM, the program, and the program's arguments.
///
/// @param arguments as they were typed
record JavaLine(List<String> arguments) {

  private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path",
      "--upgrade-module-path", "--add-modules", "--add-reads", "--add-exports", "--add-opens", "--limit-modules",
      "--patch-module", "--enable-native-access", "--source");

  /// Refuses a line whose program cannot be started, as far as that shows before the attempt.
  ///
  /// @throws CommandFailure saying what is wrong and what would be right
  void check() {
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      if (argument.startsWith("@")) return; // a file of options: only java knows what is in it
      if (argument.equals("-jar")) {
        if (i + 1 == arguments.size()) throw wrong("-jar needs a jar: write -jar APP.jar");
        checkJar(Path.of(arguments.get(i + 1)));
        return;
      }
      if (argument.equals("-m") || argument.equals("--module") || argument.startsWith("--module=")) return;
      if (WITH_VALUE.contains(argument)) i++;
      else if (!argument.startsWith("-")) {
        if (argument.endsWith(".jar")) throw wrong("'" + argument + "' is a jar: write -jar " + argument);
        return; // a main class, or a source file
      }
    }
    throw wrong("no program was named: write -jar APP.jar, or -cp PATH MAINCLASS");
  }

  private static void checkJar(Path jar) {
    if (!Files.exists(jar)) throw wrong("there is no file '" + jar + "'");
    try (var file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
        throw wrong(
            "'" + jar + "' does not say which class to start, as its manifest has no Main-Class: write -cp " + jar
                + " MAINCLASS");
      }
    } catch (IOException e) {
      throw wrong("'" + jar + "' is not a jar: " + e.getMessage());
    }
  }

  private static CommandFailure wrong(String sentence) {
    return new CommandFailure(ExitStatus.USAGE, sentence);
  }
}
