package dev.kioto.bench.collector;

import java.io.IOException;
import java.util.List;

/// What is measured of the collector, and what it should be.
@SuppressWarnings("ImmutableEnumChecker") // its measurements have no state
public enum CollectorBenchmark {
  /// Task updates for a second of processor time.
  INGEST("collector-ingest", "a program of a million tasks says more than the collector can take in", Ingest::rate),
  /// Memory of tasks that live.
  MEMORY("collector-memory", "a program of a million live tasks is watched", Ingest::memory),
  /// Filters, top-k and groups.
  LISTS("collector-lists", "lists and groups of a million tasks, each asked for once", Lists::run),
  /// Tables as of a moment, and jumps in a recording.
  PAST("collector-past", "tables as of a moment, and jumps in a recording, of 100,000 tasks that change", Past::run),
  /// From a program to the window at a client.
  WINDOW("collector-window", "from 100,000 tasks that change to the window at a client", WindowLatency::run),
  /// Many programs, many clients.
  LOAD("collector-load", "50 programs and 20 clients with 5 windows each: nothing is lost that is not counted",
      Load::run);

  private final String title;
  private final String what;
  private final Measurement measurement;

  CollectorBenchmark(String title, String what, Measurement measurement) {
    this.title = title;
    this.what = what;
    this.measurement = measurement;
  }

  /// What the command line calls it.
  public String title() {
    return title;
  }

  /// The workload, in words.
  public String what() {
    return what;
  }

  /// Measures.
  ///
  /// @throws IllegalStateException if that is not possible
  public List<Goal> run(CollectorEffort effort) {
    try {
      return measurement.run(title, effort);
    } catch (IOException e) {
      throw new IllegalStateException("could not measure " + title, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + title + " was measured", e);
    }
  }

  private interface Measurement {
    List<Goal> run(String name, CollectorEffort effort) throws IOException, InterruptedException;
  }
}
