package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What a job of the blocking pool costs whose code does nothing, with its queue in one piece and in shards. Tokio's
/// `benches/spawn_blocking.rs`. On a machine with few processors it shows what shards cost and not what they spare.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BlockingBenchmark {
  private static final int TASKS = 4;
  private static final int BATCHES = 100; // Tokio's, as the next
  private static final int BATCH = 16;

  private @Nullable Runtime single;
  private @Nullable Runtime sharded;

  @Setup
  public void start() {
    single = Runtime.builder().build();
    sharded = Runtime.builder().shardedBlockingQueue(true).build();
  }

  @TearDown
  public void stop() {
    if (single != null) {
      single.close();
    }
    if (sharded != null) {
      sharded.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(TASKS * BATCHES * BATCH)
  public void singleQueue() {
    run(single);
  }

  @Benchmark
  @OperationsPerInvocation(TASKS * BATCHES * BATCH)
  public void shardedQueue() {
    run(sharded);
  }

  private static void run(@Nullable Runtime runtime) {
    if (runtime == null) {
      throw new IllegalStateException("the benchmark has not been set up");
    }
    var tasks = new JoinHandle<?>[TASKS];
    for (int i = 0; i < TASKS; i++) {
      tasks[i] = runtime.spawn(BlockingBenchmark::submit);
    }
    for (var task : tasks) {
      task.await();
    }
  }

  private static void submit() {
    var jobs = new JoinHandle<?>[BATCH];
    for (int batch = 0; batch < BATCHES; batch++) {
      for (int i = 0; i < BATCH; i++) {
        jobs[i] = Task.spawnBlocking(() -> {});
      }
      for (var job : jobs) {
        job.await();
      }
    }
  }
}
