package dev.kioto.demo.blocking;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Stage;
import dev.kioto.runtime.RuntimeBuilder;
import java.util.Locale;

/// A blocking pool that is often at its cap, and what else holds threads.
public final class BlockingDemo implements Demo {

  public BlockingDemo() {}

  @Override
  public String name() {
    return "blocking";
  }

  @Override
  public String look() {
    return "the blocking pool at its cap: a burst of jobs 'shrink' waits for threads, and 'heartbeat' goes on meanwhile, beside 'report', which blocks in place";
  }

  @Override
  public String sizeOf() {
    return "threads of the pool at most, 1 or more";
  }

  @Override
  public int standardSize() {
    return 8;
  }

  @Override
  public void configure(RuntimeBuilder builder, Load load) {
    builder.maxBlockingThreads(Math.max(1, load.size()));
  }

  @Override
  public void start(Stage stage) {
    var jobs = new Jobs(stage);
    var files = new FileTree(stage);
    var children = new Children(stage);
    jobs.start();
    files.start();
    children.start();
    stage.sayProgress(() -> String.format(Locale.ROOT,
        "%,d jobs, %d reports, %d files copied, %d children; %d jobs wait for one of %d threads",
        jobs.done(), jobs.reports(), files.copied(), children.ended(), stage.runtime().metrics().blockingQueueDepth(),
        Math.max(1, stage.load().size())));
  }
}
