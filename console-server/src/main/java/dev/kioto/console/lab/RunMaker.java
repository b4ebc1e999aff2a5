package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.ExperimentSpec.LoadSpec;
import dev.kioto.console.api.lab.ExperimentSpec.Workload;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.EventFile;
import dev.kioto.console.collector.LiveRecording;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes one run: starts the program, waits until it is ready, warms it up, measures it, and ends it. One thread.
final class RunMaker {

  private static final double BEFORE = -1e-3; // seconds
  private static final long EVENTS_BEFORE_NANOS = 500_000_000; // of the warm-up, to see what the measurement began with
  private static final long SAMPLE_MILLIS = 500;
  private static final long GONE_MILLIS = 300; // a guess: from the end of its sockets to its own

  private final Plan plan;
  private final LabPrograms programs;
  private final Collector collector;
  private final Path folder;
  private final Consumer<Phase> progress;

  // Of the run that is made.
  private @Nullable Instant measuredAt;
  private double measuredSeconds;
  private final RunMeasures measures = new RunMeasures();
  private final List<String> notes = new ArrayList<>();
  private List<LabRun.Sample> samples = List.of();
  private @Nullable String recording;

  /// @param folder where what is recorded goes
  /// @param progress hears what is done with it
  RunMaker(Plan plan, LabPrograms programs, Collector collector, Path folder, Consumer<Phase> progress) {
    this.plan = plan;
    this.programs = programs;
    this.collector = collector;
    this.folder = folder;
    this.progress = progress;
  }

  /// Makes a run. What goes wrong is in it.
  ///
  /// @throws InterruptedException if it was interrupted: the program is ended then
  LabRun make(RunKey key) throws InterruptedException {
    double loadBefore = MachineMeter.load();
    var startedAt = Instant.now();
    String problem = null;
    List<String> lastLines = List.of();
    var line = ProgramLine.of(plan, plan.arm(key.arm()), programs);
    var workload = Objects.requireNonNull(plan.spec().workload());
    var ready = new Readiness(workload.ready(), plan.readyTimeout());
    try (var program = LabProcess.start("the program", line.command(), place(workload), line.environment(),
        ready::heard)) {
      try {
        measure(key, program, line, ready);
      } catch (RunFailure e) {
        // What fails because the program has gone is the program's failure.
        problem = program.awaitExit(GONE_MILLIS) ? program.ended() + ": " + e.getMessage() : e.getMessage();
        lastLines = program.lastLines();
      }
    } catch (RunFailure e) {
      problem = e.getMessage();
    }
    return new LabRun(key.id(), key.round(), key.arm(), problem, startedAt, measuredAt, measuredSeconds,
        MachineMeter.note(loadBefore),
        problem == null ? measures.values() : Map.of(), problem == null ? measures.distributions() : Map.of(), samples,
        recording, List.copyOf(notes), lastLines);
  }

  // A demo shows the files of its folder to whoever connects, as 'http' does: it gets one that is empty.
  private @Nullable Path place(Workload workload) throws RunFailure {
    if (workload.folder() != null) return Path.of(workload.folder());
    if (workload.demo() == null) return null;
    try {
      return Files.createDirectories(folder.resolve(LabStore.EMPTY));
    } catch (IOException e) {
      throw new RunFailure("the demo has no folder to run in: " + e.getMessage());
    }
  }

  private void measure(RunKey key, LabProcess program, ProgramLine line, Readiness ready)
      throws RunFailure, InterruptedException {
    progress.accept(Phase.STARTING);
    var found = ready.await(program, line.hasConsole());
    var target = found.console() == null ? null : attach(found.console());
    try (var meter = meter(found.pid()); var recorded = target == null ? null : record(key, target)) {
      var course = new ProgramCourse();
      observe(program, meter, target, course);
      samples = course.samples();
      if (target != null) keepEvents(key, target);
      if (recorded != null) recording = recorded.path().toString();
    } finally {
      if (target != null) collector.detach(target.id());
    }
  }

  private WatchedTarget attach(String address) throws RunFailure, InterruptedException {
    try {
      return collector.attach(address).target();
    } catch (TargetException e) {
      throw new RunFailure("the program's console was not reached: " + e.getMessage());
    }
  }

  private @Nullable LiveRecording record(RunKey key, WatchedTarget target) throws RunFailure {
    try {
      var file = folder.resolve(key.id() + ".kiorec");
      Files.deleteIfExists(file); // of a run that was broken off
      return target.record(file);
    } catch (TargetException | IOException e) {
      throw new RunFailure("the run could not be recorded: " + e.getMessage());
    }
  }

  // After the measurement, which it would cost something. A run whose events cannot be kept is a run still.
  private void keepEvents(RunKey key, WatchedTarget target) {
    if (!RunEvents.isTold(plan.level())) return;
    long back = (long) (measuredSeconds * 1e9) + EVENTS_BEFORE_NANOS;
    try (var dump = target.commands().dump(back)) {
      EventFile.write(RunEvents.file(folder, key.id()), dump);
    } catch (TargetException e) {
      if (e.kind() != TargetException.Kind.UNSUPPORTED) notes.add("Its single events were not kept: " + e.getMessage());
    } catch (IOException e) {
      notes.add("Its single events were not kept: " + e.getMessage());
    }
  }

  private @Nullable ProcessMeter meter(long pid) {
    try {
      return ProcessMeter.attach(pid);
    } catch (IOException e) {
      notes.add("The process was not measured: " + e.getMessage());
      return null;
    }
  }

  private void observe(LabProcess program, @Nullable ProcessMeter process, @Nullable WatchedTarget target,
      ProgramCourse course) throws RunFailure, InterruptedException {
    progress.accept(Phase.WARMING_UP);
    var load = plan.spec().load();
    stretch(program, process, target, course, load, plan.warmUp(), -plan.warmUp().toMillis() / 1e3);

    progress.accept(Phase.MEASURING);
    measuredAt = Instant.now();
    long began = System.nanoTime();
    var processBefore = process == null ? null : reading(process);
    var schedulerBefore = target == null ? null : ProgramReading.of(target);
    var said = stretch(program, process, target, course, load, plan.duration(), 0);
    var processAfter = process == null ? null : reading(process);
    var schedulerAfter = target == null ? null : ProgramReading.of(target);
    measuredSeconds = (System.nanoTime() - began) / 1e9;

    if (processBefore != null && processAfter != null) measures.process(processBefore, processAfter);
    if (schedulerBefore != null && schedulerAfter != null) {
      notes.addAll(measures.program(schedulerBefore, schedulerAfter, course.samples()));
    }
    if (load != null) measures.load(Objects.requireNonNull(LoadOutput.named(load.output())).read(said));
    measures.perRequest();
  }

  private static ProcessReading reading(ProcessMeter process) throws RunFailure {
    try {
      return process.read();
    } catch (IOException e) {
      throw new RunFailure("the program could not be measured: " + e.getMessage());
    }
  }

  /// Lets a stretch of time go by, under load where there is some.
  ///
  /// @param from what its beginning is called on the time axis, in seconds
  /// @return what the load generator printed
  private List<String> stretch(LabProcess program, @Nullable ProcessMeter process, @Nullable WatchedTarget target,
      ProgramCourse course, @Nullable LoadSpec load, Duration time, double from)
      throws RunFailure, InterruptedException {
    long began = System.nanoTime();
    try (var generator = load == null ? null : startLoad(load, time)) {
      while (true) {
        double seconds = (System.nanoTime() - began) / 1e9;
        // A warm-up that took longer than it should is before the measurement still.
        double place = from < 0 ? Math.min(from + seconds, BEFORE) : from + seconds;
        if (target != null) course.add(place, ProgramReading.of(target), process == null ? null : reading(process));
        if (!program.isAlive())
          throw new RunFailure("it was to be " + (from < 0 ? "warmed up" : "measured"));
        long left = generator == null ? time.toMillis() - (long) (seconds * 1e3) : SAMPLE_MILLIS;
        if (left <= 0) return List.of();
        if (generator == null) {
          program.awaitExit(Math.min(left, SAMPLE_MILLIS));
        } else if (generator.awaitExit(SAMPLE_MILLIS)) {
          int status = generator.exit().join();
          if (status != 0) {
            throw new RunFailure("the load generator ended with status " + status + ": "
                + String.join(" / ", last(generator.lastLines())));
          }
          return generator.lastLines();
        } else if (seconds > time.toSeconds() * 3 + 60) {
          throw new RunFailure("the load generator did not end within " + (long) seconds + " s");
        }
      }
    }
  }

  private static List<String> last(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 3), lines.size());
  }

  private static LabProcess startLoad(LoadSpec load, Duration time) throws RunFailure {
    var seconds = String.valueOf(Math.max(1, Math.round(time.toMillis() / 1e3)));
    var command = Objects.requireNonNull(load.command()).stream().map(word -> word.replace("{seconds}", seconds))
        .toList();
    return LabProcess.start("the load generator", command, null, Map.of(), _ -> {});
  }
}
