package dev.kioto.console.cli;

import dev.kioto.console.client.ConsoleClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto console`: the window.
@Command(name = "console",
    description = "Opens a window on the tasks of a program.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Without --server the window comes with a console server of its own, which ends with it. It keeps",
        "recordings and history where 'kioto server' does, or else as long as the window is open."})
final class ConsoleCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1",
      paramLabel = "HOST:PORT",
      converter = ServerOptions.Address.class,
      description = "The program to attach to. Without it, the window offers what its server knows.")
  private @Nullable String address;

  @Option(names = "--server",
      paramLabel = "URL",
      description = "Show what this console server knows, such as " + ServerOptions.DEFAULT_SERVER + ".")
  private @Nullable String server;

  @Mixin
  private ClientOptions access = new ClientOptions();

  @Override
  public Integer call() {
    if (!Display.exists()) {
      throw new CommandFailure(ExitStatus.FAILED,
          "no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. 'kioto tasks' lists tasks "
              + "without one.");
    }
    var installation = Installation.current();
    if (server != null) {
      try (var client = access.client(server)) {
        return attachAndShow(installation, server, client, access.arguments());
      }
    }
    var err = spec.commandLine().getErr();
    try (var token = WindowToken.make(); var own = EmbeddedServer.startForWindow(token.text(), err)) {
      // A signal ends the process without the end of this block.
      java.lang.Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("kioto-stop-server").unstarted(own::close));
      try (var client = ConsoleClient.of(own.uri(), token.access())) {
        return attachAndShow(installation, EmbeddedServer.address(own.uri()), client, token.arguments());
      } catch (IOException e) {
        throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
      }
    }
  }

  private int attachAndShow(Installation installation, String api, ConsoleClient client, List<String> shown) {
    if (address == null) client.health();
    else ServerOptions.attach(client, address);
    var command = new ArrayList<>(installation.window(api));
    command.addAll(shown);
    try (var window = Child.start("the window", command, _ -> {})) {
      var hook = Thread.ofPlatform().name("kioto-stop").unstarted(window::close);
      java.lang.Runtime.getRuntime().addShutdownHook(hook);
      int status = window.exit().join();
      if (status == 0) return ExitStatus.OK;
      var err = spec.commandLine().getErr();
      window.lastLines().forEach(err::println);
      throw new CommandFailure(ExitStatus.FAILED,
          "the window ended with status " + status + "; its last words are above");
    }
  }
}
