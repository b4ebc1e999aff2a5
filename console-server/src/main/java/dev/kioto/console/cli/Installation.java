package dev.kioto.console.cli;

import dev.kioto.console.lab.LabPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the programs that the command line starts lie, and how each is started.
///
/// @param root the checkout
record Installation(Path root) implements Programs, LabPrograms {

  /// The system property that the launcher sets.
  static final String ROOT_PROPERTY = "kioto.root";

  /// The same; null if the launcher did not say.
  static @Nullable Installation known() {
    return System.getProperty(ROOT_PROPERTY) == null ? null : current();
  }

  /// The installation that this process was started from.
  ///
  /// @throws CommandFailure if the launcher did not say
  static Installation current() {
    var root = System.getProperty(ROOT_PROPERTY);
    if (root == null) {
      throw new CommandFailure(ExitStatus.FAILED,
          "the system property " + ROOT_PROPERTY + " is not set: start this command by the script 'kioto', or name the "
              + "checkout by -D" + ROOT_PROPERTY + "=/path/to/kioto");
    }
    return new Installation(Path.of(root).toAbsolutePath()); // a demo is run in another folder
  }

  @Override
  public List<String> demo(List<String> arguments) {
    var command = new ArrayList<>(List.of(java(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dkioto.parent=" + ProcessHandle.current().pid(),
        "-cp", classPath("demo-apps"),
        "dev.kioto.demo.Main"));
    command.addAll(arguments);
    return command;
  }

  @Override
  public List<String> agent() {
    var line = program(true);
    return line.subList(1, line.size());
  }

  @Override
  public List<String> settingsCheck(List<String> properties) {
    var command = new ArrayList<>(List.of(java()));
    command.addAll(properties);
    command.addAll(List.of("-cp", existing(target("runtime").resolve("kioto-runtime.jar")).toString(),
        "dev.kioto.runtime.SettingsCheck"));
    return command;
  }

  @Override
  public List<String> settingsList() {
    var command = new ArrayList<>(settingsCheck(List.of()));
    command.add("--list");
    return command;
  }

  @Override
  public List<String> demoCheck(List<String> arguments) {
    var all = new ArrayList<>(arguments);
    all.add("--check");
    return demo(all);
  }

  @Override
  public List<String> demoList() {
    return demo(List.of("--list"));
  }

  /// The command line of the benchmarks.
  List<String> bench(List<String> arguments) {
    var command = new ArrayList<>(List.of(java(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED", // the window's busy program has direct tasks
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp", classPath("benchmarks"),
        "dev.kioto.bench.Main"));
    command.addAll(arguments);
    return command;
  }

  /// The command line of any program, up to the agent that puts its virtual threads on Kioto's scheduler.
  ///
  /// @param console whether consoles can attach to it
  List<String> program(boolean console) {
    var agent = "-javaagent:" + existing(target("runtime").resolve("kioto-runtime.jar"));
    return console
        ? List.of(java(), "--enable-native-access=ALL-UNNAMED", agent + "=" + classPath("instrumentation"))
        : List.of(java(), agent);
  }

  @Override
  public List<String> window(String server) {
    return List.of(java(),
        "--module-path", existing(target("console-ui").resolve("javafx")).toString(),
        "--add-modules", "javafx.controls",
        "--enable-native-access=javafx.graphics,ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp", classPath("console-ui"),
        "dev.kioto.console.ui.Launcher", "--server", server);
  }

  private String classPath(String module) {
    var jar = existing(target(module).resolve("kioto-" + module + ".jar"));
    var libraries = existing(target(module).resolve("lib")).resolve("*");
    return jar + System.getProperty("path.separator") + libraries;
  }

  private Path target(String module) {
    return root.resolve(module).resolve("target");
  }

  private static Path existing(Path path) {
    if (Files.exists(path)) return path;
    throw new CommandFailure(ExitStatus.FAILED, path + " is missing: build it by 'mvn -DskipTests package'");
  }

  /// The java of the JDK that this process runs on.
  static String java() {
    boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java").toString();
  }
}
