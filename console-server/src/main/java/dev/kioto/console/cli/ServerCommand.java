package dev.kioto.console.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kioto server`: the collector and its web API, until stopped.
@Command(name = "server",
    description = "Collects from programs and serves what it knows to windows and to the command line.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Runs until it is stopped by Ctrl-C. Programs can also be attached later, by POST /api/v1/targets."})
final class ServerCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--port",
      paramLabel = "PORT",
      defaultValue = ServerOptions.DEFAULT_PORT,
      converter = ServerOptions.Port.class,
      description = "Port of the web API (default: ${DEFAULT-VALUE}); 0 takes a free one and prints it.")
  private int port;

  @Option(names = "--host",
      paramLabel = "HOST",
      defaultValue = ServerOptions.LOOPBACK,
      description = "Address to listen on, one of this machine alone (default: ${DEFAULT-VALUE}).")
  private String host = ServerOptions.LOOPBACK;

  @Option(names = "--attach",
      paramLabel = "HOST:PORT",
      converter = ServerOptions.Address.class,
      description = "Watch this program; tried again until it answers. Can be repeated.")
  private List<String> targets = List.of();

  @Option(names = "--data",
      paramLabel = "FOLDER",
      description = "Keep recordings in this folder (default: $XDG_STATE_HOME/kioto, else ~/.local/state/kioto).")
  private Path data = DataFolder.standard();

  @Option(names = "--no-data",
      description = "Keep nothing on disk.")
  private boolean keepsNothing;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var server = EmbeddedServer.start(host, port, keepsNothing ? null : data);
    java.lang.Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(server::close));
    targets.forEach(server.collector()::add);
    out.println("web API listening on " + EmbeddedServer.address(server.uri()));
    new CountDownLatch(1).await(); // until a signal ends the process
    return ExitStatus.OK;
  }
}
