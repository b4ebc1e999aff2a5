package dev.kioto.console.cli;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.Target;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at what is wrong with one target for a while, and remembers all of it. One thread.
final class Observation {

  private static final long LOOK_MILLIS = 500; // the server looks no more often
  private static final long SILENT_NANOS = 1_000_000_000L;
  private static final ListQuery ALL = ListQuery.DEFAULT.withLimit(1000);

  private final ConsoleClient client;
  private final Target target;
  private final Map<String, Diagnosis> found = new LinkedHashMap<>(); // by id
  private final Set<String> over = new HashSet<>(); // ids of those that were over when it began

  /// A detector that could not look.
  ///
  /// @param because why, as a sentence
  record CannotTell(String detector, String because) {
  }

  Observation(ConsoleClient client, Target target) {
    this.client = client;
    this.target = target;
    for (var diagnosis : client.diagnoses(target.id(), ALL).diagnoses()) {
      if (diagnosis.state() == DiagnosisState.CLEARED) over.add(diagnosis.id());
    }
  }

  /// Looks for so long, and says how it goes to somebody at a terminal.
  void run(Duration time, PrintWriter err) throws InterruptedException {
    long start = System.nanoTime();
    boolean shows = Terminal.isInteractive();
    boolean told = false;
    for (long gone = 0; gone < time.toNanos(); gone = System.nanoTime() - start) {
      Thread.sleep(Math.clamp((time.toNanos() - gone) / 1_000_000, 1, LOOK_MILLIS));
      look();
      if (gone < SILENT_NANOS) continue;
      if (shows) err.print("\r" + progress(gone, time));
      else if (!told) err.println("kioto: looking at " + target.name() + " for " + seconds(time.toNanos()));
      told = true;
      err.flush();
    }
    look();
    if (shows && told) err.print("\r" + " ".repeat(progress(0, time).length() + 4) + "\r");
    err.flush();
  }

  private void look() {
    for (var diagnosis : client.diagnoses(target.id(), ALL).diagnoses()) {
      if (!over.contains(diagnosis.id())) found.put(diagnosis.id(), diagnosis);
    }
  }

  private String progress(long gone, Duration time) {
    return "looking at " + target.name() + ": " + seconds(gone) + " of " + seconds(time.toNanos()) + ", " + found.size()
        + " found";
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + " s";
  }

  /// What was wrong at some time, the worst first, and of those what still is.
  List<Diagnosis> diagnoses() {
    return found.values().stream()
        .sorted(Comparator.comparingInt((Diagnosis one) -> one.severity() == Severity.CRITICAL ? 0 : 1)
            .thenComparingInt(one -> one.state() == DiagnosisState.ACTIVE ? 0 : 1)
            .thenComparing(Diagnosis::raisedAt))
        .toList();
  }

  /// Which detectors cannot look at this program now.
  List<CannotTell> cannotTell() {
    return client.detectors().stream()
        .flatMap(detector -> detector.targets().stream()
            .filter(status -> status.target().equals(target.id()) && status.cannotTell() != null)
            .map(status -> new CannotTell(detector.id(), String.valueOf(status.cannotTell()))))
        .toList();
  }
}
