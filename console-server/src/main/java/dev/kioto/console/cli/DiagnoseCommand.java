package dev.kioto.console.cli;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto diagnose`: what is wrong with a program, for people and for scripts.
@Command(name = "diagnose",
    description = "Looks at a program for a while and says what is wrong with it, the worst first.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 nothing found, 1 something found, 2 wrong command line, 3 server or program not reached, 4 refused.",
        "", "Example: kioto diagnose 127.0.0.1:6669 --for 30s --fail-on critical || echo sick"})
final class DiagnoseCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1",
      paramLabel = "TARGET",
      description = TargetChoice.HELP + " Without it, the only one there is.")
  private @Nullable String text;

  @Option(names = "--for",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = ServerOptions.Time.class,
      description = "How long to look, such as 30s (default: ${DEFAULT-VALUE}). Some take up to 5 s to be found.")
  private Duration time = Duration.ZERO;

  @Option(names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warning",
      description = "What counts as found for the exit status: warning, or critical alone (default: ${DEFAULT-VALUE}). All is "
          + "printed in any case.")
  private Severity failOn = Severity.WARNING;

  @Option(names = "--json",
      description = "Print JSON: the target, the diagnoses as the web API gives them, and who could not tell.")
  private boolean json;

  @Mixin
  private ServerChoice server = new ServerChoice();

  /// What `--json` prints.
  ///
  /// @param diagnoses that were there at some time meanwhile, the worst first
  /// @param cannotTell detectors that could not look at this program
  record Report(Target target, List<Diagnosis> diagnoses, List<Observation.CannotTell> cannotTell) {
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var watched = server.watch(text)) {
      requireConnected(watched.target());
      var observation = new Observation(watched.client(), watched.target());
      observation.run(time, spec.commandLine().getErr());
      var report = new Report(watched.client().target(watched.id()), observation.diagnoses(), observation.cannotTell());
      print(report);
      boolean lost = report.target().state() != TargetState.CONNECTED;
      if (lost && report.diagnoses().isEmpty()) requireConnected(report.target());
      return report.diagnoses().stream().anyMatch(this::fails) ? ExitStatus.FOUND : ExitStatus.OK;
    }
  }

  private boolean fails(Diagnosis found) {
    return failOn == Severity.WARNING || found.severity() == Severity.CRITICAL;
  }

  private static void requireConnected(Target target) {
    if (target.state() == TargetState.CONNECTED) return;
    var why = target.error() == null ? "it has not answered yet" : target.error();
    throw new CommandFailure(ExitStatus.UNREACHABLE,
        target.name() + " at " + target.address() + " is not connected, and cannot be diagnosed: " + why);
  }

  private void print(Report report) {
    var out = spec.commandLine().getOut();
    if (json) Json.print(out, report);
    else DiagnosisText.lines(report, time).forEach(out::println);
    out.flush();
  }
}
