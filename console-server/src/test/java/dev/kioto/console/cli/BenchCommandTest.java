package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchCommandTest {

  @Test
  void arguments_areHandedOnAsTheyAre() {
    for (var arguments : List.of(List.<String>of(), List.of("--list"),
        List.of("yield-many-future", "--short", "--json"),
        List.of("--help"))) {
      var line = new ArrayList<>(List.of("bench"));
      line.addAll(arguments);
      var parsed = Main.commandLine().parseArgs(line.toArray(String[]::new));

      var command = (BenchCommand) parsed.subcommand().commandSpec().userObject();
      assertThat(command.arguments()).isEqualTo(arguments);
    }
  }

  @Test
  void checkoutThatIsNotBuilt_saysHowToBuildIt() {
    var installation = new Installation(Path.of("nowhere"));

    assertThatThrownBy(() -> installation.bench(List.of()))
        .isInstanceOf(CommandFailure.class).hasMessageContaining("mvn -DskipTests package");
  }
}
