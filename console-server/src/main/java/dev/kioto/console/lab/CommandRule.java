package dev.kioto.console.lab;

import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.lab.LabException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What of an experiment is code of whoever asks for it, or reaches beyond what a demo does.
final class CommandRule {

  private CommandRule() {}

  /// @throws LabException naming what of an experiment is not run for clients
  static void refuse(ExperimentSpec spec) throws LabException {
    var found = commands(spec);
    if (found.isEmpty()) return;
    throw new LabException(Kind.FORBIDDEN, "this server runs demos alone for its clients, and the experiment has "
        + String.join(", ", found) + ": start it by 'kioto server --lab-commands --act-token-file FILE', or make the "
        + "experiment by 'kioto lab run' on its machine");
  }

  private static List<String> commands(ExperimentSpec spec) {
    var found = new ArrayList<String>();
    var workload = spec.workload();
    if (workload != null) {
      if (workload.command() != null) found.add("a command");
      if (workload.folder() != null) found.add("a folder");
      if (workload.environment() != null && !workload.environment().isEmpty()) found.add("an environment");
      // Who asks could learn what the server's machine reaches.
      if (workload.ready() != null && workload.ready().http() != null) found.add("an address to ask");
      if (workload.ready() != null && workload.ready().port() != null) found.add("a port to connect to");
    }
    if (spec.load() != null) found.add("a load generator");
    var varied = spec.vary() == null ? Map.<String, List<String>>of() : spec.vary();
    var fixed = spec.settings() == null ? Map.<String, String>of() : spec.settings();
    Stream.concat(varied.keySet().stream(), fixed.keySet().stream()).distinct()
        .filter(name -> name.equals(Combinations.JVM_OPTIONS) || name.equals("console") || name.startsWith("console."))
        .forEach(name -> found.add("the setting " + name));
    return found;
  }
}
