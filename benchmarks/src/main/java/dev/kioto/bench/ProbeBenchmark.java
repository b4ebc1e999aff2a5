package dev.kioto.bench;

import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
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

/// What it costs a poll to be recorded, where polls do nothing else: the difference of the two is the recorder's price for
/// one poll and one wake, with its aggregator running and no client attached. A real poll does more, and its share is less.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProbeBenchmark {
  private @Nullable Instrumentation console;
  private @Nullable Runtime observed;
  private @Nullable Runtime plain;

  @Setup
  public void start() throws IOException {
    var started = Instrumentation.builder().bind("127.0.0.1", 0).start();
    console = started;
    observed = Runtime.builder().enableAll().probe(started.probe()).build();
    plain = Runtime.create();
  }

  @TearDown
  public void stop() {
    for (AutoCloseable part : new @Nullable AutoCloseable[] {observed, plain, console}) {
      close(part);
    }
  }

  static void close(@Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("could not stop " + part, e);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.YIELDERS * Workload.YIELDS)
  public void recorded() throws InterruptedException {
    run(observed);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.YIELDERS * Workload.YIELDS)
  public void unobserved() throws InterruptedException {
    run(plain);
  }

  private static void run(@Nullable Runtime runtime) throws InterruptedException {
    if (runtime == null) {
      throw new IllegalStateException("the benchmark has not been set up");
    }
    FutureTasksBenchmark.selfWake(runtime);
  }
}
