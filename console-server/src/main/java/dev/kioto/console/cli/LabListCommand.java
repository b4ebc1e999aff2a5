package dev.kioto.console.cli;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.cli.TextTable.Column;
import dev.kioto.console.lab.LabException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kioto lab list`: the experiments that are kept.
@Command(name = "list",
    description = "Lists the experiments, the newest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LabListCommand implements Callable<Integer> {

  private static final DateTimeFormatter MADE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
      .withZone(ZoneId.systemDefault());

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json",
      description = "Print JSON, as the web API gives it.")
  private boolean json;

  @Mixin
  private LabFolder folder = new LabFolder();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    try {
      var experiments = folder.archive().experiments();
      if (json) {
        Json.print(out, Map.of("experiments", experiments));
      } else if (experiments.isEmpty()) {
        out.println("no experiment was made yet: kioto lab run --demo scheduler --vary lifo-slot=on,off");
      } else {
        table(experiments).lines(0).forEach(out::println);
      }
      return ExitStatus.OK;
    } catch (LabException e) {
      throw LabFolder.failure(e);
    }
  }

  private static TextTable table(List<Experiment> experiments) {
    var table = new TextTable(Column.right("ID"), Column.left("MADE"), Column.left("STATE"), Column.right("RUNS"),
        Column.left("NAME"), Column.left("VARIES"));
    for (var experiment : experiments) {
      var vary = Objects.requireNonNullElse(experiment.spec().vary(), Map.<String, List<String>>of());
      table.add(List.of(experiment.id(), MADE.format(experiment.createdAt()),
          experiment.state().name().toLowerCase(Locale.ROOT),
          experiment.runs().size() + "/" + experiment.order().size(),
          Objects.requireNonNullElse(experiment.spec().name(), ""), vary.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + String.join(",", setting.getValue()))
              .collect(Collectors.joining(" "))));
    }
    return table;
  }
}
