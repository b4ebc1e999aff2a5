package dev.kioto.console.model;

import java.util.List;

/// The runtimes of one run of one program and their workers, as they were last told.
///
/// Each is replaced as a whole by one thread at a time, and read by any.
public final class SchedulerModel {

  private volatile Workers workers = new Workers(0, List.of());
  private volatile Runtimes runtimes = new Runtimes(0, List.of());

  /// Every worker, by runtime and index.
  ///
  /// @param asOf the program's clock then; 0 when they were never told
  public record Workers(long asOf, List<WorkerState> all) {
  }

  /// Every runtime that has not stopped, by id.
  ///
  /// @param asOf the program's clock then; 0 when they were never told
  public record Runtimes(long asOf, List<RuntimeState> all) {
  }

  /// Takes in what the program says.
  public void apply(Workers told) {
    workers = told;
  }

  /// Takes in what the program says.
  public void apply(Runtimes told) {
    runtimes = told;
  }

  /// The workers.
  public Workers workers() {
    return workers;
  }

  /// The runtimes.
  public Runtimes runtimes() {
    return runtimes;
  }
}
