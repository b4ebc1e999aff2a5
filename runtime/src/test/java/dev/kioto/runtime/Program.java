package dev.kioto.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/// A program that was compiled apart, in a jar of its own, and that knows nothing of Kioto; and the agent's jar.
///
/// @param jar runs by `java -jar`
/// @param agent the runtime's classes with their manifest
record Program(Path jar, Path agent) {

  /// What a program did. Standard output and standard error in lines.
  record Result(int status, List<String> out, List<String> err) {}

  /// Compiles the one class `Main` and packs it.
  ///
  /// @param statements the body of `main(String[] args) throws Exception`
  /// @param members more members of the class
  /// @param attributes more lines of the jar's manifest
  static Program of(Path folder, String statements, String members, Map<String, String> attributes)
      throws IOException {
    var source = folder.resolve("Main.java");
    Files.writeString(source, """
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.concurrent.locks.*;

        public class Main {
          public static void main(String[] args) throws Exception {
        %s
          }

          static String carrier() {
            String name = Thread.currentThread().toString();
            return name.substring(name.indexOf('@') + 1).replaceAll("-\\\\d+$", "");
          }

        %s
        }
        """.formatted(statements, members));
    var classes = Files.createDirectories(folder.resolve("classes"));
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-nowarn",
        "-cp", own().toString(), "-d", classes.toString(), source.toString());
    if (status != 0) {
      throw new AssertionError("the program does not compile, see above");
    }
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
    attributes.forEach(manifest.getMainAttributes()::putValue);
    var jar = folder.resolve("app.jar");
    pack(classes, manifest, jar);
    var agent = folder.resolve("agent.jar");
    try (var text = Files.newInputStream(own().resolve("META-INF/MANIFEST.MF"))) {
      pack(own(), new Manifest(text), agent);
    }
    return new Program(jar, agent);
  }

  /// Where the runtime's own classes are.
  private static Path own() {
    return Path.of(Runtime.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static void pack(Path classes, Manifest manifest, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest); var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("MANIFEST.MF")) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, out);
        }
      }
    }
  }

  /// Runs the program under the agent.
  ///
  /// @param options of the JVM
  Result run(String... options) throws InterruptedException {
    return runWith(List.of("-javaagent:" + agent), options);
  }

  /// Runs the program as it is.
  Result runAlone(String... options) throws InterruptedException {
    return runWith(List.of(), options);
  }

  private Result runWith(List<String> agentOption, String... options) throws InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(agentOption);
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar.toString()));
    var folder = jar.resolveSibling("run");
    try {
      Files.createDirectories(folder);
      var out = folder.resolve("out");
      var err = folder.resolve("err");
      var process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      var result = new Result(ended ? process.exitValue() : -1, lines(out), lines(err));
      if (!ended) {
        throw new AssertionError("the program did not end: " + result);
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8);
  }
}
