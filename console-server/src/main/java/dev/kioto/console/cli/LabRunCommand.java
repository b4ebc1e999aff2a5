package dev.kioto.console.cli;

import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.lab.LabException;
import dev.kioto.console.lab.SpecFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto lab run`: makes an experiment.
@Command(name = "run",
    description = "Makes an experiment: runs a workload under each combination of settings, round by round.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Says how long it takes before it starts. Ctrl-C stops it; 'kioto lab resume ID' goes on.",
        "Exit status: 0 made, 1 no run succeeded or the disk is full, 2 something is wrong with the experiment: nothing was run.",
        "", "Example: kioto lab run --demo scheduler --vary lifo-slot=on,off --rounds 6",
        "         kioto lab run experiment.yaml   (docs/lab.md says what stands in it)"})
final class LabRunCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1",
      paramLabel = "SPEC",
      description = "A file of YAML that says what is run and varied. Options below win over it.")
  private @Nullable Path file;

  @Option(names = "--demo",
      paramLabel = "NAME",
      description = "Run this demo, with its options: --demo 'http --size 64'.")
  private @Nullable String demo;

  @Option(names = "--vary",
      paramLabel = "NAME=VALUE,VALUE",
      description = "A setting and its values; may be repeated: every combination is run.")
  private List<String> vary = new ArrayList<>();

  @Option(names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting that is the same in all runs. May be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--warm-up",
      paramLabel = "TIME",
      description = "How long each run goes before it is measured (default: 3s).")
  private @Nullable String warmUp;

  @Option(names = "--for",
      paramLabel = "TIME",
      description = "For how long each run is measured (default: 10s).")
  private @Nullable String duration;

  @Option(names = "--rounds",
      paramLabel = "COUNT",
      converter = ServerOptions.Count.class,
      description = "How often each combination is run (default: 8). Fewer than 6 can show no difference.")
  private @Nullable Integer rounds;

  @Option(names = "--json",
      description = "Print JSON: the comparison, as the web API gives it.")
  private boolean json;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    try (var lab = folder.lab()) {
      var err = spec.commandLine().getErr();
      var experiment = lab.create(asked());
      return new LabSession(lab, spec.commandLine().getOut(), err, json).run(experiment);
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }

  private ExperimentSpec asked() throws LabException {
    var base = file == null ? new ExperimentSpec(null, null, null, null, null, null, null, null, null, null)
        : SpecFile.read(file);
    var workload = demo == null ? base.workload()
        : new ExperimentSpec.Workload(List.of(demo.strip().split("\\s+")), null, null, null, null, null);
    var varied = new LinkedHashMap<String, List<String>>(base.vary() == null ? Map.of() : base.vary());
    for (var text : vary) {
      var pair = pair("--vary", text, "lifo-slot=on,off");
      varied.put(pair.getKey(), List.of(pair.getValue().split(",", -1)));
    }
    var fixed = new LinkedHashMap<String, String>(base.settings() == null ? Map.of() : base.settings());
    for (var text : settings) {
      var pair = pair("--set", text, "spin-before-park=0s");
      fixed.put(pair.getKey(), pair.getValue());
    }
    return new ExperimentSpec(name(base), workload, base.load(), varied, fixed, base.baseline(),
        or(warmUp, base.warmUp()), or(duration, base.duration()), rounds == null ? base.rounds() : rounds,
        base.level());
  }

  private @Nullable String name(ExperimentSpec base) {
    if (base.name() != null) return base.name();
    if (demo != null) return "demo " + demo;
    return file == null ? null : Objects.toString(file.getFileName()).replaceFirst("\\.ya?ml$", "");
  }

  private static @Nullable String or(@Nullable String option, @Nullable String other) {
    return option == null ? other : option;
  }

  private static Map.Entry<String, String> pair(String option, String text, String example) {
    int sign = text.indexOf('=');
    if (sign > 0 && sign < text.length() - 1) return Map.entry(text.substring(0, sign), text.substring(sign + 1));
    throw new CommandFailure(ExitStatus.USAGE,
        option + " '" + text + "' is not NAME=VALUE: write " + option + " " + example);
  }
}
