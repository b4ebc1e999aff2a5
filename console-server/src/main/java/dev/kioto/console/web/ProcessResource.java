package dev.kioto.console.web;

import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.OpenConsole;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.discovery.LocalPrograms;
import dev.kioto.console.discovery.OpenPort;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs on the server's machine. Reads the table of processes, at most once a second.
final class ProcessResource {

  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Collector collector;
  private final LocalPrograms programs = LocalPrograms.ofThisMachine();

  private final Object lock = new Object();
  private long lookedNanos; // guarded by lock
  private @Nullable Look last; // guarded by lock

  /// @param portAnswers whether something answers at the customary port that is no process's own
  private record Look(List<LocalProcess> processes, boolean portAnswers) {
  }

  ProcessResource(Collector collector) {
    this.collector = collector;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/processes",
            "Lists the JVMs of the server's machine, and what serves consoles there, those first.")
            .with(Paging.LIMIT, Paging.CURSOR)
            .answering(200, "The processes", ProcessList.class)
            .refusing(400)
            .handledBy(this::list));
  }

  private void list(Context request) {
    var look = look();
    var targets = collector.targets();
    var slice = Paging.slice(request, look.processes());
    var processes = slice.rows().stream()
        .map(process -> process.withConsoles(process.consoles().stream()
            .map(console -> console.withTarget(target(console, targets))).toList()))
        .toList();
    Replies.json(request, new ProcessList(processes, others(look, targets), slice.next()));
  }

  private Look look() {
    synchronized (lock) {
      if (last == null || System.nanoTime() - lookedNanos > KEPT_NANOS) {
        var processes = programs.look();
        last = new Look(processes, answersBeside(processes));
        lookedNanos = System.nanoTime();
      }
      return last;
    }
  }

  private static boolean answersBeside(List<LocalProcess> processes) {
    return processes.stream().flatMap(process -> process.consoles().stream())
        .noneMatch(console -> LocalPrograms.isCustomary(console.address()))
        && OpenPort.answers(OpenPort.CUSTOMARY, PATIENCE);
  }

  private static List<OpenConsole> others(Look look, List<WatchedTarget> targets) {
    if (!look.portAnswers()) return List.of();
    var target = targets.stream().filter(known -> LocalPrograms.isCustomary(known.address())).map(WatchedTarget::id)
        .findFirst().orElse(null);
    return List.of(LocalPrograms.customary(target));
  }

  private static @Nullable String target(LocalConsole console, List<WatchedTarget> targets) {
    for (var target : targets) {
      if (target.run().id().equals(console.runId()) || target.address().equals(console.address())) return target.id();
    }
    return null;
  }
}
