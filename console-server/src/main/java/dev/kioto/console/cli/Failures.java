package dev.kioto.console.cli;

import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.UnreachableException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into a sentence and an exit status. What no command expects is a defect of Kioto: it is
/// shown with its stack.
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    switch (failure) {
      case CommandFailure expected -> {
        err.println("kioto: " + expected.getMessage());
        return expected.status();
      }
      case ConsoleClientException answer -> {
        err.println("kioto: " + answer.getMessage());
        return switch (answer) {
          case UnreachableException _ -> ExitStatus.UNREACHABLE;
          case ProblemException problem -> {
            pointAtPlace(problem, command);
            yield ExitStatus.REFUSED;
          }
        };
      }
      default -> {
        err.println("kioto: a defect of kioto itself; please report what follows");
        failure.printStackTrace(err);
        return ExitStatus.FAILED;
      }
    }
  }

  /// Repeats the filter with a mark under the character that the server stumbled over.
  private static void pointAtPlace(ProblemException failure, CommandLine command) {
    var parsed = command.getParseResult();
    var position = failure.problem().position();
    if (position == null || !parsed.hasMatchedOption("--filter")) return;
    String filter = parsed.matchedOptionValue("--filter", "");
    command.getErr().println("  " + filter);
    command.getErr().println("  " + " ".repeat(Math.clamp(position, 0, filter.length())) + "^");
  }
}
