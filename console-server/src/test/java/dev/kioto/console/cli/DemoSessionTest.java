package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Sessions whose program and window are shell scripts; the server between them is the real one.
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // the programs are shell scripts
final class DemoSessionTest {

  private static final String LISTEN = "echo instrumentation listening on 127.0.0.1:1; ";
  private static final String STAY = "echo $$ > pid; " + LISTEN + "exec sleep 600";

  @TempDir
  private Path temp = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void run_durationIsOver_endsTheProgramAndSucceeds() throws IOException {
    int status = run(STAY, "exit 9", false, Duration.ofSeconds(1));

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("127.0.0.1:1").contains("/api/v1/targets");
    assertThat(err.toString()).isEmpty();
    assertProgramIsGone();
  }

  @Test
  void run_programSaysHowFarItIs_isHeard() throws IOException {
    int status = run(LISTEN + "echo half of it; exit 3", "exit 0", false, null);

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString()).contains("half of it");
  }

  @Test
  void run_windowIsClosed_endsTheProgramAndSucceeds() throws IOException {
    int status = run(STAY, "exit 0", true, null);

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(err.toString()).isEmpty();
    assertProgramIsGone();
  }

  @Test
  void run_windowFails_showsItsLastWords() throws IOException {
    int status = run(STAY, "echo no toolkit; exit 4", true, null);

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("no toolkit").contains("the window ended with status 4");
    assertProgramIsGone();
  }

  @Test
  void run_programCannotStart_showsWhatItSaid() throws IOException {
    int status = run("echo port 6669 is in use >&2; exit 1", "exit 0", false, null);

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("port 6669 is in use");
  }

  @Test
  void run_programWasCalledWrongly_hasItsStatus() throws IOException {
    int status = run("echo there is no demo of that name; exit 2", "exit 0", false, null);

    assertThat(status).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("there is no demo of that name");
  }

  @Test
  void run_programDies_showsItsLastWords() throws IOException {
    int status = run(LISTEN + "sleep 1; echo out of luck; exit 3", "exit 0", false, null);

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("out of luck").contains("the demo program ended with status 3");
  }

  @Test
  void run_portIsTaken_namesItAndTheOption() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var session = session(STAY, "exit 0")) {
      assertThatThrownBy(() -> session.run(List.of(), taken.getLocalPort(), false, null))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining("--port");
    }
  }

  private int run(String program, String window, boolean withWindow, @Nullable Duration duration) {
    try (var session = session(program, window)) {
      return session.run(List.of(), 0, withWindow, duration);
    }
  }

  private DemoSession session(String program, String window) {
    var programs = new Programs() {
      @Override
      public List<String> demo(List<String> arguments) {
        return shell(program);
      }

      @Override
      public List<String> window(String server) {
        return shell(window);
      }
    };
    return new DemoSession(programs, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private List<String> shell(String script) {
    return List.of("sh", "-c", "cd '" + temp + "'; " + script);
  }

  private void assertProgramIsGone() throws IOException {
    long pid = Long.parseLong(Files.readString(temp.resolve("pid")).strip());
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }
}
