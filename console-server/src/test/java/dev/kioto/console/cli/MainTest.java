package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {

  @Test
  void kioto_alone_listsTheCommands() {
    var run = CommandRun.of();

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("demo", "run", "server", "console", "tasks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "server", "console", "tasks"})
  void command_askedForHelp_showsItsOptions(String command) {
    var run = CommandRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: kioto " + command).contains("--help");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"dmo, demo", "taskss, tasks", "Server, server", "consle, console"})
  void command_misspelled_isAnsweredByTheOneMeant(String typed, String meant) {
    var run = CommandRun.of(typed);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("'" + typed + "'").contains("Did you mean " + meant + "?");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void command_likeNoOther_isAnsweredByAllThereAre() {
    var run = CommandRun.of("xyzzy");

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("'xyzzy'").contains("demo, run, server, console, ps, attach");
  }

  @ParameterizedTest
  @CsvSource({"demo, --prot=1, --port", "tasks, --jsn, --json", "server, --atach, --attach",
      "demo, --headles, --headless"})
  void option_misspelled_isAnsweredByTheOneMeant(String command, String typed, String meant) {
    var run = CommandRun.of(command, typed);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("Did you mean " + meant + "?").contains("Try 'kioto " + command + " --help'");
  }

  @ParameterizedTest
  @CsvSource({
      "demo, --port=70000, write a number from 1 to 65535",
      "demo, --instrument-port=x, write a number from 1 to 65535",
      "demo, --duration=20, like 20s",
      "tasks, --limit=0, write a number from 1 on",
      "tasks, 127.0.0.1:, write HOST:PORT",
      "server, --attach=http://localhost:6669, write HOST:PORT",
      "tasks, --server=ftp://localhost, write http://HOST:PORT"})
  void option_wrongValue_saysWhatWouldBeRight(String command, String option, String right) {
    var run = CommandRun.of(command, option);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("'" + option.substring(option.indexOf('=') + 1) + "'").contains(right);
  }
}
