package dev.kioto.demo;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Stage;
import dev.kioto.runtime.Runtime;
import java.util.List;

/// A healthy service with enough tasks of both kinds to look at: nothing in it is stuck, starves or holds a worker for
/// long.
final class SchedulerDemo implements Demo {

  /// A part of the service, which spawns its own tasks.
  interface Part {
    void start(Runtime runtime, Load load);
  }

  // The busy ones first: the oldest tasks stand at the top of a console.
  private static final List<Part> PARTS = List.of(
      new Connections(), new Pipelines(), new Indexers(), new Ledger(), new PingPong(), new FanOut(),
      new SkewedLoad(), new Housekeeping(), new Sessions());

  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public String look() {
    return "a healthy service: connections, pipelines, a shared ledger, background jobs and idle sessions";
  }

  @Override
  public String sizeOf() {
    return "sessions, which are mostly idle";
  }

  @Override
  public int standardSize() {
    return 300;
  }

  @Override
  public void start(Stage stage) {
    for (var part : PARTS) part.start(stage.runtime(), stage.load());
  }
}
