package dev.kioto.console.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What fish needs to complete a command line: picocli writes scripts for bash and zsh alone.
final class FishCompletion {

  private FishCompletion() {}

  /// A line for each command and each of its options.
  static String script(CommandLine root) {
    var name = root.getCommandName();
    var lines = new ArrayList<String>();
    lines.add("# Completion of " + name + " for fish.");
    lines.add("complete -c " + name + " -f");
    root.getSubcommands().forEach((command, line) -> {
      lines.add("complete -c " + name + " -n __fish_use_subcommand -a " + command + " -d "
          + quote(first(line.getCommandSpec().usageMessage().description())));
      for (var option : line.getCommandSpec().options()) {
        if (!option.hidden())
          lines.add("complete -c " + name + " -n '__fish_seen_subcommand_from " + command + "'"
              + names(option));
      }
    });
    for (var option : root.getCommandSpec().options())
      lines.add("complete -c " + name + " -n __fish_use_subcommand" + names(option));
    return String.join("\n", lines) + "\n";
  }

  private static String names(OptionSpec option) {
    var text = new StringBuilder();
    for (var name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    boolean takesValue = option.arity().max() > 0;
    boolean takesFile = option.paramLabel().equals("FILE") || option.paramLabel().equals("FOLDER");
    if (takesValue) text.append(takesFile ? " -r -F" : " -x");
    return text + " -d " + quote(first(option.description()));
  }

  private static String first(String... description) {
    var all = List.of(description);
    return all.isEmpty() ? ""
        : all.getFirst().replaceAll("\\$\\{[^}]*}", "").replaceAll("\\s*\\(default: *'?'?\\)", "");
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
