package dev.kioto.bench.window;

import dev.kioto.bench.collector.Goal;
import dev.kioto.bench.collector.LargeProgram;
import dev.kioto.bench.collector.MeasuredCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What is measured of the window. A collector in a process of its own watches a program of many tasks, of which 100,000 a second change, and one whose
/// workers are busy; the window is in a third process, in JavaFX's headless platform and its software renderer.
public enum WindowBenchmark {
  /// A large program.
  FRAMES("console-frames-100k", 100_000),
  /// A very large one.
  FRAMES_OF_A_MILLION("console-frames-1m", 1_000_000);

  private static final double OPEN_GOAL = 1_000;
  private static final double WORK_GOAL = 16;
  private static final double GROWTH_GOAL = 10;
  private static final int OTHER_TASKS = 100; // of the program that is shown in between

  private final String title;
  private final int tasks;

  WindowBenchmark(String title, int tasks) {
    this.title = title;
    this.tasks = tasks;
  }

  /// What the command line calls it.
  public String title() {
    return title;
  }

  /// The workload, in words.
  public String what() {
    return "frames of the window on a program of %,d tasks, of which 100,000 a second change".formatted(tasks);
  }

  /// About how long it takes.
  public long seconds(WindowEffort effort) {
    return effort.seconds(WindowMain.Part.values().length);
  }

  /// Measures.
  ///
  /// @throws IllegalStateException if that is not possible
  public List<Goal> run(WindowEffort effort) {
    try (var program = new LargeProgram(tasks);
        var other = new LargeProgram(OTHER_TASKS);
        var busy = new BusyProgram();
        var collector = new MeasuredCollector()) {
      var client = collector.client();
      var target = program.attach(client);
      var second = other.attach(client);
      var lanes = busy.attach(client);
      try (var _ = new Changes(program);
          var window = new MeasuredWindow(client.server(), List.of(target, second, lanes), effort)) {
        return goals(window);
      }
    } catch (IOException e) {
      throw new IllegalStateException("could not measure " + title, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + title + " was measured", e);
    }
  }

  private List<Goal> goals(MeasuredWindow window) throws IOException {
    var goals = new ArrayList<Goal>();
    for (var told = window.next(); told != null; told = window.next()) {
      goals.add(goal(told));
    }
    return goals;
  }

  private Goal goal(MeasuredWindow.Told told) {
    return switch (told.kind()) {
      case "open" -> Goal.atMost(OPEN_GOAL, title, told.what(), told.figure(), "ms");
      case "work99" -> Goal.atMost(WORK_GOAL, title, told.what(), told.figure(), "ms");
      case "growth" -> Goal.atMost(GROWTH_GOAL, title, told.what(), told.figure(), "MiB");
      default -> Goal.figure(title, told.what(), told.figure(), told.kind());
    };
  }
}
