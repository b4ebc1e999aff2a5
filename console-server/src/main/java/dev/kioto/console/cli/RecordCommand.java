package dev.kioto.console.cli;

import dev.kioto.console.collector.LiveRecording;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto record`: everything that a program tells, into a file.
@Command(name = "record",
    description = "Records what a program tells into a file, until stopped.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "Ends by Ctrl-C or after --for; a file that was not ended opens up to its last whole second.",
        "Exit status: 0 recorded, 1 the file cannot be written, 2 wrong command line, 3 program not reached.",
        "", "Example: kioto record 127.0.0.1:6669 -o slow.kiorec --for 10s, then kioto replay slow.kiorec"})
final class RecordCommand implements Callable<Integer> {

  private static final long PROGRESS_MILLIS = 1000;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "HOST:PORT",
      converter = ServerOptions.Address.class,
      description = "The program to record.")
  private String address = "";

  @Option(names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write; by custom its name ends in .kiorec.")
  private Path file = Path.of("");

  @Option(names = "--for",
      paramLabel = "TIME",
      converter = ServerOptions.Time.class,
      description = "How long, like 10s or 5m; until Ctrl-C unless told.")
  private @Nullable Duration duration;

  @Option(names = "--force",
      description = "Write over the file if it is there.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    try (var server = EmbeddedServer.start(ServerOptions.LOOPBACK, 0)) {
      var recording = begin(server);
      var failure = record(recording);
      if (failure != null) throw new CommandFailure(ExitStatus.FAILED, failure);
      spec.commandLine().getOut().println(summary(recording) + " in " + file);
      return ExitStatus.OK;
    }
  }

  /// Returns when the recording has ended, with why, or null.
  private @Nullable String record(LiveRecording recording) throws InterruptedException {
    try (recording) {
      var hook = Thread.ofPlatform().name("kioto-stop").unstarted(recording::close);
      java.lang.Runtime.getRuntime().addShutdownHook(hook);
      return follow(recording);
    }
  }

  private LiveRecording begin(ConsoleServer server) throws InterruptedException {
    try {
      var target = server.collector().attach(address).target();
      if (force) Files.deleteIfExists(file);
      return target.record(file);
    } catch (TargetException e) {
      throw new CommandFailure(ExitStatus.UNREACHABLE, String.valueOf(e.getMessage()));
    } catch (FileAlreadyExistsException _) {
      throw new CommandFailure(ExitStatus.FAILED, file + " is there already: name another file, or add --force");
    } catch (NoSuchFileException _) {
      throw new CommandFailure(ExitStatus.FAILED, "the folder of " + file + " is not there: make it first");
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, file + " cannot be written: " + e.getMessage());
    }
  }

  /// Waits for the end and shows how it goes on a terminal. Returns why it ended, or null.
  private @Nullable String follow(LiveRecording recording) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    boolean shows = Terminal.isInteractive();
    long end = duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
    try {
      while (true) {
        long left = duration == null ? Long.MAX_VALUE : (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) return null;
        try {
          return recording.end().get(Math.min(left, PROGRESS_MILLIS), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          if (shows) err.print("\r" + summary(recording) + "   ");
          err.flush();
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end never fails", e);
    } finally {
      if (shows) err.println();
    }
  }

  private static String summary(LiveRecording recording) {
    var progress = recording.progress();
    return String.format(Locale.ROOT, "recorded %d messages, %.1f MB", progress.messages(), progress.fileBytes() / 1e6);
  }
}
