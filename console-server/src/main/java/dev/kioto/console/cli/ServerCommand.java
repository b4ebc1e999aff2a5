package dev.kioto.console.cli;

import dev.kioto.console.collector.ListenerSettings;
import dev.kioto.console.store.StoreException;
import dev.kioto.console.store.StoreSettings;
import dev.kioto.console.web.ConsoleServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
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
      description = "Address to listen on (default: ${DEFAULT-VALUE}). One beyond this machine needs a token and TLS.")
  private String host = ServerOptions.LOOPBACK;

  @Option(names = "--attach",
      paramLabel = "ADDRESS",
      converter = ServerOptions.Address.class,
      description = "Watch this program, at HOST:PORT, https://HOST:PORT or unix:/PATH; tried again until it answers. Can be repeated.")
  private List<String> targets = List.of();

  @Mixin
  private AccessOptions access = new AccessOptions();

  @Mixin
  private OtlpOptions otlp = new OtlpOptions();

  @Mixin
  private DialInOptions dialIn = new DialInOptions();

  @Option(names = "--data",
      paramLabel = "FOLDER",
      description = "Keep recordings and history in this folder (default: $XDG_STATE_HOME/kioto, else "
          + "~/.local/state/kioto). One server at a time has it.")
  private @Nullable Path data;

  @Option(names = "--no-data",
      description = "Keep nothing on disk.")
  private boolean keepsNothing;

  @Option(names = "--history-for",
      paramLabel = "TIME",
      defaultValue = "168h",
      converter = ServerOptions.Time.class,
      description = "How long ended tasks and diagnoses are kept (default: ${DEFAULT-VALUE}). Figures are kept of each "
          + "second for a day, of each minute for a fortnight, of each hour for a year.")
  private Duration historyFor = Duration.ZERO;

  @Option(names = "--history-size",
      paramLabel = "MB",
      defaultValue = "2000",
      converter = ServerOptions.Count.class,
      description = "How large the history may get in all, in MB; the oldest goes first (default: ${DEFAULT-VALUE}).")
  private int historySize;

  @Option(names = "--lab-commands",
      description = "Let whoever shows the act token have the lab run any command, as the user of this server; else the lab "
          + "runs demos alone.")
  private boolean labCommands;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var listener = dialIn.settings();
    var server = start(listener);
    java.lang.Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(server::close));
    targets.forEach(server.collector()::add);
    out.println("web API listening on " + EmbeddedServer.address(server.uri()));
    if (listener != null) out.println("programs dial in at " + listener.host() + ":" + server.targetPort());
    new CountDownLatch(1).await(); // until a signal ends the process
    return ExitStatus.OK;
  }

  private ConsoleServer start(@Nullable ListenerSettings listener) {
    var standard = StoreSettings.STANDARD;
    var settings = new StoreSettings(standard.seconds(), standard.minutes(), standard.hours(), historyFor,
        historySize * 1_000_000L, standard.queue());
    var builder = builder(listener).keep(settings);
    try {
      if (!keepsNothing) builder.data(data == null ? DataFolder.standard() : data);
      return EmbeddedServer.start(builder);
    } catch (StoreException e) {
      if (data != null) throw new CommandFailure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
      // Nobody asked for the folder by name: a second server is as useful without.
      spec.commandLine().getErr().println("kioto: " + e.getMessage() + ". This server keeps nothing on disk.");
      return EmbeddedServer.startBare(builder(listener));
    }
  }

  private ConsoleServer.Builder builder(@Nullable ListenerSettings listener) {
    var builder = ConsoleServer.builder().host(host).port(port);
    access.apply(builder);
    builder.otlp(otlp.settings()).lab(Installation.known()).labCommands(labCommands);
    if (listener != null) builder.listenTargets(listener);
    return builder;
  }
}
