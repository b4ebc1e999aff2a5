package dev.kioto.console.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Answers a wrong command line with what is wrong and what was probably meant.
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    var command = failure.getCommandLine();
    var err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + sentence(failure, command));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitStatus.USAGE;
  }

  private static String sentence(ParameterException failure, CommandLine command) {
    if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched.getUnmatched().getFirst(), command);
    }
    var message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  private static String unmatched(String argument, CommandLine command) {
    boolean option = argument.startsWith("-");
    var name = option && argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    boolean takesCommand = !command.getSubcommands().isEmpty();
    var choices = option ? optionsOf(command) : List.copyOf(command.getSubcommands().keySet());
    var what = option ? "there is no option '"
        : takesCommand ? "there is no command '" : "nothing is known to do with '";
    var meant = closest(name, choices);
    if (!meant.isEmpty()) return what + name + "'. Did you mean " + meant + "?";
    return takesCommand && !option ? what + name + "'. There are " + String.join(", ", choices) + "."
        : what + name + "'.";
  }

  private static List<String> optionsOf(CommandLine command) {
    var names = new ArrayList<String>();
    for (var option : command.getCommandSpec().options()) {
      if (!option.hidden()) names.add(option.longestName());
    }
    return names;
  }

  /// The choice that takes the fewest changes to become what was typed; empty when none is near.
  static String closest(String typed, List<String> choices) {
    return choices.stream()
        .filter(choice -> distance(typed, choice) <= Math.max(1, choice.length() / 2) || choice.startsWith(typed))
        .min(Comparator.comparingInt((String choice) -> distance(typed, choice)))
        .orElse("");
  }

  /// Levenshtein's distance: how many characters must be put in, left out or changed. Upper and lower case are the same.
  static int distance(String from, String to) {
    var a = from.toLowerCase(Locale.ROOT);
    var b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
