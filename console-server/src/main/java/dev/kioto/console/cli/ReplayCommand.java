package dev.kioto.console.cli;

import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.client.ConsoleClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `kioto replay`: a server that plays a recording as if it were the program.
@Command(name = "replay",
    description = "Plays a recording: serves it to windows and commands as if it were the program.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Runs until it is stopped by Ctrl-C. Look at it by 'kioto console --server URL' or 'kioto tasks --server URL'.",
        "Exit status: 1 the port is taken, 2 wrong command line, 3 the file is no recording that can be read."})
final class ReplayCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE",
      description = "The recording.")
  private Path file = Path.of("");

  @Option(names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      converter = Speed.class,
      description = "How much faster than it was recorded, from 0.01 to 1000 (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(names = "--port",
      paramLabel = "PORT",
      defaultValue = ServerOptions.DEFAULT_PORT,
      converter = ServerOptions.Port.class,
      description = "Port of the web API (default: ${DEFAULT-VALUE}); 0 takes a free one and prints it.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var server = EmbeddedServer.start(ServerOptions.LOOPBACK, port);
    java.lang.Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("kioto-stop").unstarted(server::close));
    try (var client = ConsoleClient.of(server.uri())) {
      var target = ServerOptions.attach(client, "file:" + file.toAbsolutePath().normalize());
      var playback = client.play(target.id(), new PlaybackRequest(null, speed, null));
      out.println("web API listening on " + EmbeddedServer.address(server.uri()));
      out.println("playing " + file + ", " + playback.from() + " to " + playback.to()
          + (playback.whole() ? "" : "; it was not ended as it should be and plays up to its last whole block"));
      out.flush();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    new CountDownLatch(1).await(); // until a signal ends the process
    return ExitStatus.OK;
  }

  /// Reads a speed.
  static final class Speed implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double speed = Double.parseDouble(text);
        if (speed >= 0.01 && speed <= 1000) return speed;
      } catch (NumberFormatException _) {
        // The same sentence is right for both.
      }
      throw new TypeConversionException("'" + text + "' is not a speed: write a number from 0.01 to 1000");
    }
  }
}
