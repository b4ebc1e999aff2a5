package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.LabRun.MachineNote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of the readings of one side of a comparison what was measured in each of its slices, which are equally long. One thread.
final class Slices {

  /// Into how many a side is cut: enough for an interval, and few enough to be long. (Schmeiser 1982, on batch means: 10 to 30.)
  static final int MOST = 12;
  /// Programs tell their news once a second: a shorter slice may hold none.
  static final Duration SHORTEST = Duration.ofMillis(2500);
  /// How many readings there are in a slice, its end included.
  static final int READINGS = 5;

  private final String arm;
  private final @Nullable String recording;
  private ProgramCourse course = new ProgramCourse();
  private @Nullable Moment begin;

  /// @param arm the letter of the side
  /// @param recording the file that it is of; null when it is of none
  Slices(String arm, @Nullable String recording) {
    this.arm = arm;
    this.recording = recording;
  }

  private record Moment(Instant at, ProgramReading program, @Nullable ProcessReading process) {
  }

  /// Takes the next reading.
  ///
  /// @param number from 0, which is where the first slice begins
  /// @param machine the state of the machine; null when it is of the past
  /// @return the slice that ends with it; null when none does
  @Nullable LabRun take(int number, Instant at, ProgramReading program, @Nullable ProcessReading process,
      @Nullable MachineNote machine) {
    var now = new Moment(at, program, process);
    var first = begin;
    course.add(first == null ? 0 : Duration.between(first.at(), at).toNanos() / 1e9, program, process);
    if (number % READINGS != 0) return null;
    var slice = first == null ? null : slice(number / READINGS, first, now, machine);
    begin = now;
    course = new ProgramCourse();
    course.add(0, program, process);
    return slice;
  }

  private LabRun slice(int round, Moment from, Moment to, @Nullable MachineNote machine) {
    var problem = problem(from.program(), to.program());
    var measures = new RunMeasures();
    List<String> notes = List.of();
    if (problem == null) {
      notes = measures.program(from.program(), to.program(), course.samples());
      if (from.process() != null && to.process() != null) measures.process(from.process(), to.process());
      measures.perRequest();
    }
    return new LabRun(new RunKey(round, arm).id(), round, arm, problem, from.at(), from.at(),
        Duration.between(from.at(), to.at()).toNanos() / 1e9, machine, problem == null ? measures.values() : Map.of(),
        problem == null ? measures.distributions() : Map.of(), course.samples(), recording, notes, List.of());
  }

  private static @Nullable String problem(ProgramReading from, ProgramReading to) {
    if (!from.runId().equals(to.runId())) return "the program was started anew in this slice";
    return to.asOf() <= from.asOf() ? "the program told nothing in this slice" : null;
  }
}
