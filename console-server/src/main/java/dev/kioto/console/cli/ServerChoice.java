package dev.kioto.console.cli;

import dev.kioto.console.api.Target;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.UnreachableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which console server a command asks, and which of what is watched it is about.
final class ServerChoice {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:KIOTO_SERVER}",
      description = "The console server to ask (default: $KIOTO_SERVER, else " + ServerOptions.DEFAULT_SERVER
          + " if one answers there).")
  private @Nullable String server;

  @Mixin
  private ClientOptions access = new ClientOptions();

  /// The server that was named; null when none was.
  private @Nullable ConsoleClient named() {
    return server == null || server.isEmpty() ? null : access.client(server);
  }

  /// A client of the server that was named, or else of the one that runs on this machine; null when there is none.
  @Nullable ConsoleClient running() {
    var named = named();
    if (named != null) return named;
    var local = access.client(ServerOptions.DEFAULT_SERVER);
    try {
      local.health();
      return local;
    } catch (UnreachableException _) {
      local.close();
      return null;
    }
  }

  /// A client of a server that must be there. Whether it is, is seen by asking it.
  ConsoleClient required() {
    var named = named();
    return named != null ? named : access.client(ServerOptions.DEFAULT_SERVER);
  }

  /// What a command is to look at: a target of the server, or else a program of this machine, which a collector in this process
  /// then attaches to.
  ///
  /// @param text an address, the id of a target, or the pid or name of a program; null for the only one there is
  /// @throws CommandFailure if there is none such, or several
  Watched watch(@Nullable String text) {
    var named = named();
    if (named != null) return ofServer(named, text);
    var local = running();
    if (local != null) {
      var target = TargetChoice.among(local.targets(), text);
      if (target != null) return new Watched(local, target, null);
      local.close();
    }
    return attachHere(TargetChoice.addressOf(text, local != null));
  }

  private static Watched ofServer(ConsoleClient client, @Nullable String text) {
    try {
      var targets = client.targets();
      var target = TargetChoice.among(targets, text);
      if (target != null) return new Watched(client, target, null);
      throw new CommandFailure(ExitStatus.REFUSED, noTarget(client, targets, text));
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static String noTarget(ConsoleClient client, List<Target> targets, @Nullable String text) {
    var where = "the server at " + EmbeddedServer.address(client.server());
    if (text != null) {
      return where + " has no target '" + text + "': " + TargetChoice.listed(targets) + ". To add it: kioto attach "
          + text + TargetChoice.meant(text, targets.stream().map(Target::name).toList());
    }
    return targets.isEmpty() ? where + " watches no program: 'kioto attach TARGET' has it watch one"
        : where + " watches several programs, name one: " + TargetChoice.listed(targets);
  }

  private Watched attachHere(String address) {
    var own = EmbeddedServer.start(ServerOptions.LOOPBACK, 0);
    var client = ConsoleClient.of(own.uri());
    try {
      var target = Progress.during(spec.commandLine().getErr(), "attaching to " + address,
          () -> ServerOptions.attach(client, address));
      return new Watched(client, target, own);
    } catch (RuntimeException e) {
      client.close();
      own.close();
      throw e;
    }
  }
}
