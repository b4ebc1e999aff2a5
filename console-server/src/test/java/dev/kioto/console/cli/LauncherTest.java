package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `kioto` in a checkout of its own, with a JDK and a Maven that are scripts and write down what they were
/// told.
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // the launcher is a shell script
final class LauncherTest {

  private static final List<
      String> MODULES = List.of("proto", "runtime", "instrumentation", "console-server", "console-ui", "demo-apps",
          "benchmarks");
  private static final String BUILD_EVERYTHING = """
      #!/bin/sh
      echo "mvn $*" >> mvn-calls
      for m in proto runtime instrumentation console-server console-ui demo-apps benchmarks; do
        mkdir -p $m/target/lib && : > $m/target/kioto-$m.jar
      done
      mkdir -p console-ui/target/javafx benchmarks/target/javafx
      """;

  @TempDir
  private Path temp = Path.of("");
  private Path root = Path.of("");
  private Path jdk = Path.of("");

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    temp = temp.toRealPath();
    root = temp.resolve("a checkout");
    for (var module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("..", "kioto"), root.resolve("kioto"));
    jdk = makeJdk("jdk", "25.0.3");
    script(temp.resolve("bin/mvn"), BUILD_EVERYTHING);
  }

  @Test
  void kioto_nothingIsBuilt_buildsOnceAndPassesTheArguments() throws Exception {
    var first = kioto("tasks", "--filter", "idle > 5s");
    var second = kioto("--version");

    assertThat(first.status()).isZero();
    assertThat(first.out()).contains("dev.kioto.console.cli.Main|tasks|--filter|idle > 5s|");
    assertThat(first.out()).contains("-Dkioto.root=" + root + "|");
    assertThat(first.err()).contains("building").contains("built in");
    assertThat(second.err()).isEmpty();
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void kioto_calledThroughLinksFromElsewhere_findsItsCheckout() throws Exception {
    var one = Files.createSymbolicLink(temp.resolve("one"), root.resolve("kioto"));
    Files.createDirectories(temp.resolve("links"));
    var two = Files.createSymbolicLink(temp.resolve("links/two"), Path.of("../one"));

    var result = run(Map.of("KIOTO_JAVA_HOME", jdk.toString()), temp, two.toString(), "tasks");

    assertThat(one).isSymbolicLink();
    assertThat(result.out()).contains("-Dkioto.root=" + root + "|");
  }

  @Test
  void kioto_aSourceIsNewer_buildsAgain() throws Exception {
    kioto("--version");
    touchLater(root.resolve("runtime/src/main/java/New.java"));

    var result = kioto("--version");

    assertThat(result.err()).contains("built in");
    assertThat(mavenCalls()).hasSize(2);
  }

  @Test
  void kioto_aJarIsMissing_buildsAgain() throws Exception {
    kioto("--version");
    Files.delete(root.resolve("console-ui/target/kioto-console-ui.jar"));

    kioto("--version");

    assertThat(mavenCalls()).hasSize(2);
  }

  @Test
  void kioto_buildFails_showsTheEndOfItsLogAndTheCommand() throws Exception {
    script(temp.resolve("bin/mvn"), "#!/bin/sh\necho 'cannot find symbol Xyz'\nexit 1\n");

    var result = kioto("tasks");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("cannot find symbol Xyz", "mvn -DskipTests package", "kioto-build.log");
    assertThat(root.resolve("target/kioto-build.lock")).doesNotExist();
  }

  @Test
  void kioto_noMaven_saysHowToGetIt() throws Exception {
    Files.delete(temp.resolve("bin/mvn"));

    var result = kioto("tasks");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("Maven").contains("apt-get install maven").contains("brew install maven");
  }

  @Test
  void kioto_namedJdkIsAnother_namesItAndWhatItShouldBe() throws Exception {
    var old = makeJdk("old", "21.0.2");

    var result = run(Map.of("KIOTO_JAVA_HOME", old.toString()), root, "./kioto");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("KIOTO_JAVA_HOME is '" + old + "', which is not a JDK 25");
  }

  @Test
  void kioto_javaHomeIsRight_isUsed() throws Exception {
    var result = run(Map.of("JAVA_HOME", jdk.toString()), root, "./kioto", "x");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("java of " + jdk);
  }

  @Test
  void kioto_twoAtOnce_buildOnce() throws Exception {
    script(temp.resolve("bin/mvn"), BUILD_EVERYTHING + "sleep 2\n");
    var first = start(Map.of("KIOTO_JAVA_HOME", jdk.toString()), root, "./kioto", "one");
    var second = start(Map.of("KIOTO_JAVA_HOME", jdk.toString()), root, "./kioto", "two");

    assertThat(finish(first).status()).isZero();
    assertThat(finish(second).status()).isZero();
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void kioto_theBuilderWasKilled_doesNotWaitForIt() throws Exception {
    var gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectories(root.resolve("target/kioto-build.lock"));
    Files.writeString(root.resolve("target/kioto-build.lock/pid"), gone.pid() + "\n");

    var result = kioto("tasks");

    assertThat(result.status()).isZero();
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void kiotoRun_becomesTheProgramThatTheCommandLineNames() throws Exception {
    kioto("--version"); // builds
    script(jdk.resolve("bin/java"), """
        #!/bin/sh
        case "$*" in *-Dkioto.plan=*) ;; *) exit 9 ;; esac
        for word; do case $word in -Dkioto.plan=*) plan=${word#-Dkioto.plan=} ;; esac; done
        echo 'said by the command line'
        cat >"$plan" <<'END'
        'sh' '-c' 'echo "$0 $$"; cat; exit 7' 'it'\\''s'
        END
        """);
    var process = start(Map.of("KIOTO_JAVA_HOME", jdk.toString()), root, "./kioto", "run", "-jar", "x.jar");
    process.outputWriter().append("typed\n").close();

    var result = finish(process);

    assertThat(result.out().lines()).containsExactly("said by the command line", "it's " + process.pid(), "typed");
    assertThat(result.status()).isEqualTo(7);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void kiotoRun_commandLineRefuses_endsWithItsStatus() throws Exception {
    kioto("--version");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho 'no such jar' >&2\nexit 2\n");

    var result = kioto("run", "-jar", "x.jar");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("no such jar\n");
  }

  @Test
  void kiotoRun_isAskedForHelp_startsNothing() throws Exception {
    kioto("--version");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho Usage\n");

    var result = kioto("run", "--help");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("Usage\n");
  }

  private Result kioto(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("./kioto"));
    command.addAll(List.of(arguments));
    return run(Map.of("KIOTO_JAVA_HOME", jdk.toString()), root, command.toArray(String[]::new));
  }

  private Result run(Map<String, String> environment, Path directory, String... command) throws Exception {
    return finish(start(environment, directory, command));
  }

  private Process start(Map<String, String> environment, Path directory, String... command) throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA25_HOME", "KIOTO_JAVA_HOME", "KIOTO_JAVA_OPTS"));
    builder.environment().put("PATH", temp.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", temp.toString());
    builder.environment().putAll(environment);
    // Shadows a Maven that is installed, for the test that has none.
    if (!Files.exists(temp.resolve("bin/mvn"))) builder.environment().put("PATH", toolsWithoutMaven().toString());
    return builder.start();
  }

  private static Result finish(Process process) throws Exception {
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }

  private Path toolsWithoutMaven() throws IOException {
    var tools = Files.createDirectories(temp.resolve("tools"));
    for (var name : List.of("sh", "dirname", "readlink", "grep", "sed", "find", "head", "mkdir", "cat", "rm", "date")) {
      for (var folder : List.of("/usr/bin", "/bin")) {
        var tool = Path.of(folder, name);
        if (Files.exists(tool) && !Files.exists(tools.resolve(name))) {
          script(tools.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n");
        }
      }
    }
    return tools;
  }

  private List<String> mavenCalls() throws IOException {
    return Files.readAllLines(root.resolve("mvn-calls"));
  }

  private Path makeJdk(String name, String version) throws IOException {
    var home = temp.resolve(name);
    script(home.resolve("bin/java"), """
        #!/bin/sh
        echo "java of $(dirname "$(dirname "$0")")"
        printf '%s|' "$@"
        """);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void script(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void touchLater(Path path) throws IOException {
    Files.writeString(path, "");
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(2)));
  }
}
