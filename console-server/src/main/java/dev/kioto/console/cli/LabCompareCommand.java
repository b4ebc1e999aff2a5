package dev.kioto.console.cli;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.collector.Past;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.Side;
import dev.kioto.console.lab.SideComparison;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto lab compare`: two programs as they run, two recordings, or two stretches of one.
@Command(name = "compare",
    description = "Compares two programs as they run, two recordings, or two stretches of one, without an experiment.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "A and B are each an address (HOST:PORT, unix:/PATH), the pid or name of a local program, a recording (FILE.kiorec), or a run",
        "of an experiment (3/2-A: run 2-A of experiment 3). A stretch of a recording is written behind it: FILE.kiorec@10s..40s.",
        "What comes of it is kept as experiments are: 'kioto lab show', 'report' and 'delete' take its id.", "",
        "Example: kioto lab compare 127.0.0.1:6669 127.0.0.1:6670",
        "         kioto lab compare night.kiorec@0s..60s night.kiorec@10m..11m"})
final class LabCompareCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0",
      paramLabel = "A",
      description = "What the other is compared to.")
  private String one = "";

  @Parameters(index = "1",
      paramLabel = "B",
      description = "The other.")
  private String other = "";

  @Option(names = "--for",
      paramLabel = "TIME",
      converter = ServerOptions.Time.class,
      description = "For how long programs that run are measured, both at once (default: 30s).")
  private @Nullable Duration time;

  @Option(names = "--json",
      description = "Print JSON: the comparison, as the web API gives it.")
  private boolean json;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() throws InterruptedException {
    var line = spec.commandLine();
    var err = line.getErr();
    try (var collector = new Collector(CollectorSettings.DEFAULT)) {
      var archive = folder.archive();
      var choice = new SideChoice(collector, archive);
      var comparison = SideComparison.create(folder.folder(), choice.side(one), choice.side(other), time,
          new Past(null));
      var experiment = comparison.experiment();
      if (experiment.estimatedSeconds() > 1) {
        err.println("comparison " + experiment.id() + ": about "
            + LabSession.time(Duration.ofSeconds(experiment.estimatedSeconds())));
        err.flush();
      }
      var maker = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(maker::interrupt));
      var made = comparison.run(_ -> {});
      new LabSheet(line.getOut()).print(made, archive.comparison(made.id(), null), json);
      boolean anySucceeded = made.runs().stream().anyMatch(run -> run.problem() == null);
      return anySucceeded ? ExitStatus.OK : ExitStatus.FAILED;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    } catch (TargetException e) {
      throw new CommandFailure(ExitStatus.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }
}
