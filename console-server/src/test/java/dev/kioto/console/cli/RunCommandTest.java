package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `kioto run` hands to the launcher, in a checkout that has nothing but the files that it looks for.
final class RunCommandTest {

  @TempDir
  private Path root = Path.of("");
  private Path plan = Path.of("");
  private Path jar = Path.of("");
  private String agent = "";

  @BeforeEach
  void makeCheckout() throws IOException {
    plan = root.resolve("plan");
    jar = root.resolve("an app's.jar");
    agent = "-javaagent:" + touch("runtime/target/kioto-runtime.jar");
    touch("instrumentation/target/kioto-instrumentation.jar");
    Files.createDirectories(root.resolve("instrumentation/target/lib"));
    pack(jar, "Main");
    System.setProperty(Installation.ROOT_PROPERTY, root.toString());
    System.setProperty(RunCommand.PLAN_PROPERTY, plan.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(Installation.ROOT_PROPERTY);
    System.clearProperty(RunCommand.PLAN_PROPERTY);
  }

  private Path touch(String file) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }

  private static void pack(Path jar, String mainClass) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!mainClass.isEmpty()) manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /// The command that a shell makes of the plan, after the java itself.
  private List<String> planned(String... arguments) throws Exception {
    var result = run(arguments);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    var shell = new ProcessBuilder("sh", "-c", "eval \"set -- $(cat '" + plan + "')\"; printf '%s\\0' \"$@\"").start();
    var words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
    assertThat(words[0]).isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return List.of(words).subList(1, words.length - 1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // asks a shell
  void jar_withItsArguments_isPlannedUnderTheAgent() throws Exception {
    assertThat(planned("-jar", jar.toString(), "--port", "80", "it's", "$HOME", "a\nb", "", "--help"))
        .containsExactly(agent, "-jar", jar.toString(), "--port", "80", "it's", "$HOME", "a\nb", "", "--help");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void settings_becomeSystemPropertiesBeforeTheJvmOptions() throws Exception {
    assertThat(planned("--worker-threads", "4", "--set", "lifo-slot=off", "--set=kioto.event-interval=31",
        "-Xmx64m", "-Dkioto.name=x y", "-cp", "classes", "Main", "--set", "ours=no"))
        .containsExactly(agent, "-Dkioto.worker-threads=4", "-Dkioto.lifo-slot=off", "-Dkioto.event-interval=31",
            "-Xmx64m", "-Dkioto.name=x y", "-cp", "classes", "Main", "--set", "ours=no");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void console_bringsTheProbeAndItsPort() throws Exception {
    var target = root.resolve("instrumentation/target");
    var probe = agent + "=" + target.resolve("kioto-instrumentation.jar") + ":" + target.resolve("lib/*");

    assertThat(planned("--console", "-jar", jar.toString())).containsExactly("--enable-native-access=ALL-UNNAMED",
        probe, "-Dkioto.console.bind=127.0.0.1:6669", "-jar", jar.toString());
    assertThat(planned("--instrument-port", "0", "-jar", jar.toString())).contains(probe,
        "-Dkioto.console.bind=127.0.0.1:0");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void schedulerOfTheJdk_bringsNoAgent() throws Exception {
    assertThat(planned("--scheduler", "jdk", "--worker-threads", "2", "-jar", jar.toString()))
        .containsExactly("-Djdk.virtualThreadScheduler.parallelism=2", "-jar", jar.toString());
  }

  @Test
  void schedulerOfTheJdk_withWhatIsKiotos_saysSo() {
    var setting = run("--scheduler=jdk", "--set", "lifo-slot=off", "-jar", jar.toString());
    var console = run("--scheduler=jdk", "--console", "-jar", jar.toString());

    assertThat(setting.status()).isZero();
    assertThat(setting.err()).contains("--set has no effect");
    assertThat(console.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(console.err()).contains("--console").contains("--scheduler jdk");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "                                | no program was named",
      "-Xmx1g -cp classes              | no program was named",
      "-jar                            | -jar needs a jar",
      "-jar nowhere.jar                | there is no file 'nowhere.jar'",
      "-cp x.jar -jar nowhere.jar      | there is no file 'nowhere.jar'",
      "app.jar --port 80               | write -jar app.jar",
      "--worker-thread 4 -jar a.jar    | Did you mean --worker-threads?",
      "--consol -jar a.jar             | Did you mean --console?",
      "--worker-threads 0 -jar a.jar   | '0' is not a count",
      "--set lifo -jar a.jar           | 'lifo' is not a setting: write NAME=VALUE",
      "--instrument-port x -jar a.jar  | 'x' is not a port",
      "--scheduler tokio -jar a.jar    | 'tokio'"})
  void line_isWrong_saysWhatAndEndsWithTwo(String line, String sentence) throws IOException {
    var result = run(line == null ? new String[0] : line.split(" +"));

    assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(result.err()).contains(sentence);
    assertThat(plan).doesNotExist();
  }

  @Test
  void fileIsNoProgram_saysWhy() throws IOException {
    var text = touch("text.jar");
    var library = root.resolve("library.jar");
    pack(library, "");

    assertThat(run("-jar", text.toString()).err()).contains("'" + text + "' is not a jar");
    assertThat(run("-jar", library.toString()).err()).contains("has no Main-Class", "-cp " + library + " MAINCLASS");
    assertThat(run("-jar", root.toString()).status()).isEqualTo(ExitStatus.USAGE);
  }

  @ParameterizedTest
  @CsvSource({"@options", "-m app/Main", "--module=app/Main", "--enable-preview --source 25 Main.java",
      "--add-opens java.base/java.lang=ALL-UNNAMED -cp a.jar Main", "-version"})
  void lineOfAnotherKind_isLeftToJava(String line) throws IOException {
    var result = run(line.equals("-version") ? new String[] {"-version", "-cp", "x", "Main"} : line.split(" "));

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(Files.readString(plan)).contains(agent);
  }

  @Test
  void withoutTheLauncher_saysHowToStartIt() {
    System.clearProperty(RunCommand.PLAN_PROPERTY);

    var result = run("-jar", jar.toString());

    assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(result.err()).contains("by the script 'kioto'");
  }

  @Test
  void checkoutIsNotBuilt_namesWhatIsMissing() throws IOException {
    Files.delete(root.resolve("runtime/target/kioto-runtime.jar"));

    assertThat(run("-jar", jar.toString()).err()).contains("kioto-runtime.jar is missing", "mvn -DskipTests package");
  }
}
