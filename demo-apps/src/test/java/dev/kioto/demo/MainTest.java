package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.trouble.Troubles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class MainTest {

  @Test
  void list_asked_namesEachDemo() {
    var said = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(said)).execute("--list")).isZero();
    var names = said.toString().lines().map(line -> line.replaceFirst("  .*", "")).toList();
    assertThat(names).containsExactlyElementsOf(Stream.concat(Main.DEMOS.stream().map(Demo::name),
        Troubles.all().stream().map(trouble -> "trouble " + trouble.id())).toList());
  }

  @Test
  void check_ofWhatIsRight_startsNothing_andSaysNothing() {
    var said = new StringWriter();
    var command = Main.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    assertThat(command.execute("http", "--size=3", "--instrument-port=0", "--check")).isZero();
    assertThat(said.toString()).isEmpty();
    assertThat(Main.commandLine().setErr(new PrintWriter(said)).execute("htpt", "--check")).isEqualTo(2);
    assertThat(said.toString()).startsWith("there is no demo 'htpt'");
  }

  @Test
  void program_isStartedWrongly_endsWithItsStatus() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "nope")) {
      assertThat(demo.exitStatus()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"nope, there is no demo 'nope': write one of scheduler",
      "redsi, there is no demo 'redsi': did you mean 'redis'? Or write one of scheduler",
      "--rate=0, rate is 0.0: write a number from 0.01 to 1000",
      "--size=-1, size is -1: write 0 or more",
      "--instrument-port=70000, write a number from 1 to 65535",
      "trouble, write after it one of long-poll",
      "trouble nope, there is no trouble 'nope': write one of long-poll",
      "trouble pinned --kind=future, write --kind direct",
      "trouble stuck --kind=virtual, write --kind future or --kind direct",
      "trouble stuck --kind=green, expected one of",
      "scheduler --healthy, only 'trouble' takes --healthy"})
  void argument_wrong_saysWhatWouldBeRight(String arguments, String sentence) {
    var said = new StringWriter();
    int status = Main.commandLine().setErr(new PrintWriter(said)).execute(arguments.split(" "));
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains(sentence);
  }

  @Test
  void instrumentPort_isTaken_namesItAndTheOption() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var demo = DemoProcess.start(List.of(), "--instrument-port", String.valueOf(taken.getLocalPort()))) {
      assertThat(demo.exitStatus()).isEqualTo(1);
      assertThat(String.join("\n", demo.lines()))
          .contains(String.valueOf(taken.getLocalPort()))
          .contains("--instrument-port")
          .doesNotContain("Exception");
    }
  }

  @Test
  void duration_isOver_endsWithoutAWord() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "--instrument-port", "0", "--duration", "1")) {
      assertThat(demo.exitStatus()).isZero();
      // The class path of tests has an SLF4J without a logger, which the demo's own has not.
      assertThat(demo.lines()).filteredOn(line -> !line.startsWith("SLF4J"))
          .containsExactly("instrumentation listening on 127.0.0.1:" + demo.port());
    }
  }

  @Test
  void trouble_starts_saysWhatIsWrong() throws Exception {
    try (var demo = DemoProcess.start(List.of(), "trouble", "deadlock", "stuck", "--healthy", "--kind", "direct",
        "--instrument-port", "0", "--duration", "1")) {
      assertThat(demo.exitStatus()).isZero();
      assertThat(demo.lines())
          .anySatisfy(line -> assertThat(line).startsWith("deadlock: healthy: "))
          .anySatisfy(line -> assertThat(line).startsWith("stuck: healthy: "));
    }
  }

  @Test
  void parent_ends_endsTheDemo() throws Exception {
    var parent = new ProcessBuilder("sleep", "600").start();
    try (var demo = DemoProcess.start(List.of("-Dkioto.parent=" + parent.pid()), "--instrument-port", "0")) {
      demo.port();
      parent.destroyForcibly();
      assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(demo.exitStatus()).isZero();
    }
  }
}
