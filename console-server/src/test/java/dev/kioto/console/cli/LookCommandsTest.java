package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.json.ApiJson;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `top`, `task`, `dump` and `completion`, with this process as the program, and `top` as a process of its own on a terminal.
@Timeout(120)
final class LookCommandsTest {

  private static final Instrumentation INSTRUMENTATION = Instrumentation.builder().bind("127.0.0.1", 0).name("look")
      .publishInterval(Duration.ofMillis(20)).start();
  private static final Runtime RUNTIME = Runtime.builder().enableAll().workerThreads(2)
      .probe(INSTRUMENTATION.probe()).build();
  private static ConsoleServer server;
  private static String url;
  private static String target;

  @TempDir
  private Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    for (int i = 0; i < 12; i++) RUNTIME.task().name("cart-" + i).spawn(Time.sleep(Duration.ofHours(1)));
    for (int i = 0; i < 3; i++) {
      RUNTIME.task().name("parked").spawn(() -> {
        while (true) Thread.sleep(Duration.ofHours(1));
      });
    }
    server = ConsoleServer.builder().port(0).start();
    url = server.uri().toString();
    target = server.collector().attach(INSTRUMENTATION.address()).target().id();
  }

  @AfterAll
  static void stop() {
    server.close();
    RUNTIME.shutdownBackground();
    INSTRUMENTATION.close();
  }

  @Test
  void top_printed_showsSoManyPicturesOfSoManyRows() {
    var run = CommandRun.of("top", target, "--server", url, "--count", "2", "-n", "3", "--sort", "name", "--filter",
        "name:cart", "--interval", "50ms");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines).hasSize(2 * 6);
    assertThat(lines.getFirst()).contains("look at 127.0.0.1:").contains("15 tasks");
    assertThat(lines.subList(2, 5)).extracting(line -> line.replaceAll(".*(cart-\\d+).*", "$1"))
        .containsExactly("cart-0", "cart-1", "cart-10");
  }

  @Test
  void top_grouped_addsUp() {
    var run = CommandRun.of("top", target, "--server", url, "--count", "1", "--group-by", "name");

    assertThat(run.out().lines().toList().get(2)).matches(" +3 .* parked");
  }

  @ParameterizedTest
  @CsvSource({"top %s --count 1 --filter stat:x, 4, 'stat'", "top %s --count 1 --sort nope, 4, 'nope'",
      "top %s --interval 1ms, 2, 50ms to 1m", "task nobody %s, 4, 'nobody'", "task parked %s, 4, there are 3 tasks",
      "task 99999 %s, 4, there is no task '99999'", "dump %s --last 5s, 2, --trace FILE",
      "dump %s --trace /nowhere/x, 1, make it first",
      "top 77 --count 1, 4, no target '77'", "top lok --count 1, 4, Did you mean 'look'?", "completion tcsh, 2, tcsh"})
  void command_thatCannotBeMeant_saysWhatWouldBeRight(String line, int status, String sentence) {
    var arguments = new ArrayList<>(List.of(line.replace("%s", target).split(" ")));
    if (!line.startsWith("completion")) arguments.addAll(List.of("--server", url));

    var run = CommandRun.of(arguments.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void task_byNameAndById_showsTheSame() throws IOException {
    var byName = ApiJson.mapper().readTree(CommandRun.of("task", "cart-7", target, "--server", url, "--json").out());
    var id = byName.at("/task/taskId").asText();
    var byId = CommandRun.of("task", id, target, "--server", url);

    assertThat(byName.at("/task/name").asText()).isEqualTo("cart-7");
    assertThat(byName.at("/stack/kind").asText()).isEqualTo("NO_STACK");
    assertThat(byId.out()).startsWith("task " + id + " cart-7, ").contains("total ").contains("stack, ")
        .contains("why it waits").contains("it sleeps until its time has come");
    assertThat(byName.at("/why/sentence").asText()).contains("it sleeps until its time has come");
  }

  @Test
  void dump_putsTheSameStacksTogether() throws IOException {
    var run = CommandRun.of("dump", target, "--server", url);
    var json = ApiJson.mapper().readTree(CommandRun.of("dump", target, "--server", url, "--json").out());

    assertThat(run.out()).contains("3 tasks, parked: ").contains("    at java.base/java.lang.Thread.sleep(Thread.java:")
        .contains("12 tasks, no stack: ");
    assertThat(json).hasSize(2);
    assertThat(json.at("/1/count").asInt()).isEqualTo(3);
  }

  @Test
  void dump_ofTheFlightRecorder_isAFileThatIsNotWrittenOver() {
    var file = folder.resolve("last.trace");
    var first = CommandRun.of("dump", target, "--server", url, "--trace", file.toString());
    var second = CommandRun.of("dump", target, "--server", url, "--trace", file.toString());

    assertThat(first.status()).isZero();
    assertThat(file).isNotEmptyFile();
    assertThat(second.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(second.err()).contains("--force");
  }

  @Test
  void completion_sourcedByBash_completesCommandsAndOptions() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    var script = Files.writeString(folder.resolve("kioto.bash"), CommandRun.of("completion", "bash").out());
    var bash = new ProcessBuilder("/bin/bash", "-c", "source " + script
        + "; COMP_WORDS=(kioto to); COMP_CWORD=1; _complete_kioto 2>/dev/null; echo \"${COMPREPLY[@]}\""
        + "; COMP_WORDS=(kioto top --fi); COMP_CWORD=2; _complete_kioto 2>/dev/null; echo \"${COMPREPLY[@]}\"").start();

    assertThat(bash.inputReader().lines().toList()).containsExactly("top", "--filter");
  }

  @Test
  void completion_forFish_namesEveryCommand() {
    var out = CommandRun.of("completion", "fish").out();

    assertThat(Main.commandLine().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(out).contains(" -a " + name + " -d "));
  }

  @Test
  void page_namesEveryCommandAndNoOther() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "command-line.md"));
    var named = new TreeSet<String>();
    page.lines().filter(line -> line.matches("\\| `[a-z]+` \\|.*")).forEach(line -> named.add(line.split("`")[1]));

    assertThat(named).isEqualTo(new TreeSet<>(Main.commandLine().getSubcommands().keySet()));
  }

  @Test
  void top_onATerminal_drawsFollowsKeysAndGivesTheTerminalBack() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "a terminal needs script");
    var java = Installation.java() + " --enable-native-access=ALL-UNNAMED -cp '" + classPath()
        + "' dev.kioto.console.cli.Main top " + target + " --interval 50ms --server " + url;
    var command = "stty rows 12 cols 100; " + java + "; echo status=$?; stty -a | grep -o ' -\\?echo '";
    var builder = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null").redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    var process = builder.start();
    try {
      var screen = new Screen(process);
      screen.awaitText("cart-1");
      screen.press("g");
      screen.awaitText("groups");
      screen.press("gggg");
      screen.press("/");
      screen.awaitText("filter: not state:completed");
      screen.press("\u007f".repeat(40) + "name:parked\r");
      screen.awaitText("3 of 3");
      screen.press("/ stat:x\r");
      screen.awaitText("unknown field 'stat'");
      screen.press("?");
      screen.awaitText("turn the order round");
      screen.press("p");
      screen.awaitText("PAUSED");
      screen.press("q");
      screen.awaitText("status=0");
      screen.awaitText(" echo ");
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  /// This process's, also where a launcher of tests has a class loader for them.
  private static String classPath() {
    if (LookCommandsTest.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  /// What a terminal was sent. Movements of the cursor are passed over: texts that are drawn in one piece are found.
  private static final class Screen {
    private final Process process;
    private final StringBuilder seen = new StringBuilder(); // guarded by itself

    Screen(Process process) {
      this.process = process;
      Thread.ofVirtual().start(() -> {
        var bytes = new byte[8192];
        try (var in = process.getInputStream()) {
          for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            synchronized (seen) {
              seen.append(new String(bytes, 0, n, StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z@]", ""));
              seen.notifyAll();
            }
          }
        } catch (IOException _) {
          // the terminal is gone
        }
      });
    }

    void press(String keys) throws IOException {
      synchronized (seen) {
        seen.setLength(0);
      }
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    void awaitText(String text) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      synchronized (seen) {
        while (seen.indexOf(text) < 0) {
          long left = (end - System.nanoTime()) / 1_000_000;
          if (left <= 0) throw new AssertionError("'" + text + "' was not drawn, but: " + seen);
          seen.wait(left);
        }
      }
    }
  }
}
