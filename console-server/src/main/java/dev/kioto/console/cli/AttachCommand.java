package dev.kioto.console.cli;

import dev.kioto.console.api.AttachRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto attach`: has a server watch a program.
@Command(name = "attach",
    description = "Has a running console server watch a program.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Exit status: 0 attached, or attached already; 2 wrong command line, 3 server or program not reached, 4 refused.",
        "", "Example: kioto server & kioto attach 127.0.0.1:6669"})
final class AttachCommand implements Callable<Integer> {

  private static final int UNREACHABLE_PROGRAM = 502;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1",
      paramLabel = "TARGET",
      description = "An address (HOST:PORT, https://HOST:PORT, unix:/PATH), a recording (FILE.kiorec), or the pid or name of a "
          + "local program. Without it, the only local program there is.")
  private @Nullable String text;

  @Option(names = "--target-token-file",
      paramLabel = "FILE",
      description = "What the program is shown, to read it or to act in it: the file's first line.")
  private @Nullable Path tokenFile;

  @Option(names = "--target-authorities",
      paramLabel = "FILE",
      description = "Certificates (PEM) that the program's must be signed by, or be.")
  private @Nullable Path authorities;

  @Option(names = "--json",
      description = "Print JSON: the target, as the web API gives it.")
  private boolean json;

  @Mixin
  private ServerChoice server = new ServerChoice();

  @Override
  public Integer call() {
    try (var client = server.required()) {
      client.health(); // a server that is not there is the first thing to know
      var known = text == null ? null : TargetChoice.among(client.targets(), text);
      var address = known != null ? known.address() : TargetChoice.addressOf(text, true);
      var request = new AttachRequest(address, tokenFile == null ? null : Secrets.firstLine(tokenFile), certificates());
      print(Progress.during(spec.commandLine().getErr(), "attaching to " + address, () -> attach(client, request)));
    }
    return ExitStatus.OK;
  }

  private static Target attach(ConsoleClient client, AttachRequest request) {
    try {
      return client.attach(request);
    } catch (ProblemException e) {
      int status = e.problem().status() == UNREACHABLE_PROGRAM ? ExitStatus.UNREACHABLE : ExitStatus.REFUSED;
      throw new CommandFailure(status, e.problem().detail());
    }
  }

  private @Nullable String certificates() {
    if (authorities == null) return null;
    try {
      return Files.readString(authorities);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED,
          "The certificates cannot be read from " + authorities + ": " + e.getMessage());
    }
  }

  private void print(Target target) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, target);
    } else {
      out.println("target " + target.id() + ": " + target.name() + " at " + target.address() + ", "
          + target.state().name().toLowerCase(Locale.ROOT) + ", " + target.tasks().total() + " tasks");
    }
  }
}
