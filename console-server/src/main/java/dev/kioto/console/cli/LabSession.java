package dev.kioto.console.cli;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.lab.Lab;
import dev.kioto.console.lab.LabException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// One experiment that is made while somebody looks on.
final class LabSession {

  private final Lab lab;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  LabSession(Lab lab, PrintWriter out, PrintWriter err, boolean json) {
    this.lab = lab;
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /// Makes the runs that are missing, and shows what comes of it.
  ///
  /// @return one of [ExitStatus]
  int run(Experiment experiment) throws LabException {
    int missing = experiment.order().size() - experiment.runs().size();
    err.println("experiment " + experiment.id() + ": " + missing + (missing == 1 ? " run" : " runs") + ", about "
        + time(Duration.ofSeconds(experiment.estimatedSeconds())));
    for (var arm : experiment.arms()) err.println("  " + arm.letter() + "  " + arm.label());
    err.flush();
    var maker = Thread.currentThread();
    var stop = Thread.ofPlatform().name("kioto-stop").unstarted(() -> stop(maker));
    Runtime.getRuntime().addShutdownHook(stop);
    Experiment made;
    try (var collector = new Collector(CollectorSettings.DEFAULT)) {
      made = lab.run(experiment.id(), collector, new Told(experiment));
    } catch (InterruptedException _) {
      throw new CommandFailure(ExitStatus.FAILED,
          "experiment " + experiment.id() + " was stopped: 'kioto lab resume " + experiment.id() + "' goes on");
    }
    new LabSheet(out).print(made, lab.archive().comparison(made.id(), null), json);
    boolean anySucceeded = made.runs().stream().anyMatch(run -> run.problem() == null);
    return anySucceeded ? ExitStatus.OK : ExitStatus.FAILED;
  }

  // The program that runs is ended before this process is.
  private static void stop(Thread maker) {
    maker.interrupt();
    try {
      maker.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static String time(Duration duration) {
    if (duration.toMinutes() < 2) return duration.toSeconds() + " s";
    return duration.toMinutes() < 120 ? duration.toMinutes() + " min" : duration.toHours() + " h";
  }

  /// Says how it goes: on a terminal in one line that changes, else one line a run.
  private final class Told implements Lab.Progress {
    private final Experiment experiment;
    private final boolean isLive = Terminal.isInteractive();

    Told(Experiment experiment) {
      this.experiment = experiment;
    }

    @Override
    public void run(String run, int place, Phase phase) {
      if (isLive)
        show("run " + place + " of " + experiment.order().size() + " (" + run + "): "
            + phase.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    @Override
    public void ended(LabRun run, int place) {
      var problem = run.problem();
      if (problem == null && isLive) return;
      if (isLive) show("");
      err.println("run " + place + " of " + experiment.order().size() + " (" + run.id() + ")"
          + (problem == null ? "" : " failed: " + problem));
      if (problem != null)
        run.lastLines().stream().skip(Math.max(0, run.lastLines().size() - 5))
            .forEach(line -> err.println("  " + line));
      err.flush();
    }

    private void show(String text) {
      err.print("\r\033[K" + text);
      err.flush();
    }
  }
}
