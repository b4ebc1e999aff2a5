package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
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

/// What it costs a spawn to find the line that made it, which is done where a probe or a hook reads it, or when asked for. Both have a
/// hook; one has `spawnLocations` off. A deeper stack does not cost more: the walk ends at the caller.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpawnLocationBenchmark {
  private @Nullable Runtime located;
  private @Nullable Runtime unlocated;

  @Setup
  public void start() {
    located = Runtime.builder().onTaskSpawn(_ -> {}).spawnLocations(true).build();
    unlocated = Runtime.builder().onTaskSpawn(_ -> {}).spawnLocations(false).build();
  }

  @TearDown
  public void stop() {
    for (var runtime : new @Nullable Runtime[] {located, unlocated}) {
      if (runtime != null) {
        runtime.close();
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void withLocation() throws InterruptedException {
    run(located);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.SPAWNS)
  public void withoutLocation() throws InterruptedException {
    run(unlocated);
  }

  private static void run(@Nullable Runtime runtime) throws InterruptedException {
    if (runtime == null) {
      throw new IllegalStateException("the benchmark has not been set up");
    }
    FutureTasksBenchmark.spawnManyLocal(runtime);
  }
}
